import { generateKeyPairSync, randomInt } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../settings/read-server-settings.ts';
import { type DemoAuthority, demoAuthority, demoCardsFolder, issueDemoCard } from './demo-authority.ts';
import { demoProfiles } from './demo-profiles.ts';
import { demoRoles } from './demo-roles.ts';

/** A demo user's card before it goes onto a token: whoever holds this file holds the card. */
export interface DemoCard {
  readonly userId: string;
  readonly srn: string;
  /** DER in base64. */
  readonly certificate: string;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
  /** Six digits, as printed for its holder. */
  readonly pin: string;
  /** Eight digits that set a new PIN; in a real house it never leaves the issuer's custody. */
  readonly unblockingKey: string;
}

/** The profile whose first login the walkthrough plays also holds a card, as everybody did before the migration. */
const others = ['HKABC101', 'HKABC102'];

/** The end of a day in Hong Kong. */
const endOf = (day: string) => new Date(`${day}T23:59:59+08:00`);
const digits = (length: number) => Array.from({ length }, () => randomInt(10)).join('');

/** Cards for the demo users who hold one, once for this data folder; those that exist stay as they are (W10). */
export function demoCards(settings: Settings): readonly DemoCard[] {
  const authority = demoAuthority(settings);
  mkdirSync(cardsIn(authority.folder), { recursive: true, mode: 0o700 });
  const held = readDemoCards(settings);
  const wanted = new Set([...demoRoles.map(({ userId }) => userId), ...others]);
  for (const { userId, srn, certificateExpiry } of demoProfiles()) {
    if (!wanted.has(userId) || held.some((card) => card.userId === userId)) continue;
    if (srn !== null && certificateExpiry !== null) makeCard(authority, { userId, srn, certificateExpiry });
  }
  return readDemoCards(settings);
}

/** The cards of this data folder, or none. */
export function readDemoCards(settings: Settings): readonly DemoCard[] {
  const folder = cardsIn(demoCardsFolder(settings));
  try {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    return files.map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as DemoCard);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const cardsIn = (folder: string) => path.join(folder, 'cards');

interface Holder {
  readonly userId: string;
  readonly srn: string;
  readonly certificateExpiry: string;
}

/** Of two processes that make the same card one wins, and both read that one. */
function makeCard(authority: DemoAuthority, { userId, srn, certificateExpiry }: Holder): void {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = issueDemoCard(authority, {
    userId,
    srn,
    publicKeySpki: keys.publicKey.export({ type: 'spki', format: 'der' }),
    notAfter: endOf(certificateExpiry),
  });
  const card: DemoCard = {
    userId,
    srn,
    certificate: Buffer.from(certificate).toString('base64'),
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    pin: digits(6),
    unblockingKey: digits(8),
  };
  const file = path.join(cardsIn(authority.folder), `${userId}.json`);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(card, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
