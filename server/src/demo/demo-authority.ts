import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Authority,
  createAuthority,
  issueCard,
  issueRevocationList,
} from '@countersign/authenticator-smartcard/issuing';
import type { Settings } from '../settings/read-server-settings.ts';

/** The demo's certificate authority and where its files are. */
export interface DemoAuthority extends Authority {
  readonly folder: string;
  /** What the smartcard authenticator reads, as a house would configure its own. */
  readonly issuersFile: string;
  readonly revocationFile: string;
}

/** The card of one demo user: what is printed on it and until when it is good. */
export interface DemoCardRequest {
  readonly userId: string;
  readonly srn: string;
  /** SubjectPublicKeyInfo, DER, of the key that the card made. */
  readonly publicKeySpki: Uint8Array;
  readonly notAfter: Date;
}

/** A demo's clock may be moved over the whole migration and back, and nothing of it may be stale or unborn then. */
const life = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2045-01-01T00:00:00Z') };

/** Where the demo's authority and cards are kept. */
export function demoCardsFolder({ values }: Settings): string {
  return path.join(values.COUNTERSIGN_DATA_DIR, 'demo-cards');
}

/** The authority of this data folder, made first when there is none. Processes that start together end with the same one. */
export function demoAuthority(settings: Settings): DemoAuthority {
  const folder = demoCardsFolder(settings);
  return readAuthority(folder) ?? makeAuthority(folder) ?? unreadable(folder);
}

/** Issues the certificate of a demo card, DER. */
export function issueDemoCard(authority: Authority, card: DemoCardRequest): Uint8Array {
  return issueCard(authority, { ...card, notBefore: life.notBefore });
}

const filesIn = (folder: string) => ({
  issuersFile: path.join(folder, 'issuers.pem'),
  revocationFile: path.join(folder, 'revoked.pem'),
  keyFile: path.join(folder, 'authority-key.pem'),
});

function readAuthority(folder: string): DemoAuthority | null {
  const { issuersFile, revocationFile, keyFile } = filesIn(folder);
  try {
    const [certificate, privateKey] = [readFileSync(issuersFile, 'utf8'), readFileSync(keyFile, 'utf8')];
    return { folder, issuersFile, revocationFile, certificate, privateKey };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written beside and moved into place whole, so that nobody reads half of it; the first to move wins. */
function makeAuthority(folder: string): DemoAuthority | null {
  const parent = path.dirname(folder);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const authority = createAuthority({ name: 'Countersign Demo Card Issuer', ...life });
  const times = { thisUpdate: life.notBefore, nextUpdate: life.notAfter };
  const revoked = issueRevocationList(authority, { revoked: [], ...times });
  const draft = mkdtempSync(path.join(parent, '.demo-cards-'));
  const { issuersFile, revocationFile, keyFile } = filesIn(draft);
  writeFileSync(issuersFile, authority.certificate, { mode: 0o600 });
  writeFileSync(keyFile, authority.privateKey, { mode: 0o600 });
  writeFileSync(revocationFile, revoked, { mode: 0o600 });
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  return readAuthority(folder);
}

function unreadable(folder: string): never {
  throw new Error(`${folder} holds no demo card issuer; remove it, and the next start makes one.`);
}
