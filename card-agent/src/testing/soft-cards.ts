import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAuthority, issueCard } from '@countersign/authenticator-smartcard/issuing';
import type { CardDesk } from '../card/card-desk.ts';
import { openCardDesk } from '../card/card-desk.ts';
import { makeSoftCard } from '../demo/make-soft-card.ts';
import { softHsmConfiguration, softHsmModule } from '../demo/soft-hsm.ts';
import type { SoftToken } from '../demo/soft-token.ts';

const life = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2045-01-01T00:00:00Z') };
const authority = createAuthority({ name: 'Test Card Issuer', ...life });

/** Flags of a token, as SoftHSM keeps them after this attribute in `token.object`. */
const FLAGS_ATTRIBUTE = Buffer.from('000000008000534b', 'hex');

/** Real SoftHSM cards in a folder of their own. */
export interface SoftCards {
  readonly module: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly desk: CardDesk;
  make(card: Partial<SoftToken> & { readonly label: string }): Promise<void>;
  /** Sets flags that SoftHSM itself never raises; it keeps and reports them as a card would. */
  raise(label: string, flags: number): void;
  /** What pulling the card is to a file. */
  pull(label: string): void;
  remove(): void;
}

export function openSoftCards(): SoftCards {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-cards-'));
  const environment = { PATH: process.env['PATH'] ?? '', SOFTHSM2_CONF: softHsmConfiguration(folder) };
  const module = softHsmModule() ?? '';
  const objectOf = (label: string): string => {
    const tokens = path.join(folder, 'tokens');
    const files = readdirSync(tokens).map((name) => path.join(tokens, name, 'token.object'));
    return files.find((file) => readFileSync(file).includes(label.padEnd(32))) ?? '';
  };
  return {
    module,
    environment,
    desk: openCardDesk({ module, environment, patienceMs: 60_000 }),
    make: ({ label, ...more }) =>
      makeSoftCard({
        folder,
        environment,
        label,
        pin: '123456',
        unblockingKey: '87654321',
        key: 'EC_P256',
        ...more,
        issue: (publicKeySpki) => issueCard(authority, { ...life, userId: label, srn: 'SC0000001', publicKeySpki }),
      }),
    raise(label, flags) {
      const file = objectOf(label);
      const bytes = readFileSync(file);
      // The attribute, a word for its kind, then the number, all with the highest byte first.
      const at = bytes.indexOf(FLAGS_ATTRIBUTE) + 16;
      bytes.writeBigUInt64BE(bytes.readBigUInt64BE(at) | BigInt(flags), at);
      writeFileSync(file, bytes);
    },
    pull: (label) => rmSync(path.dirname(objectOf(label)), { recursive: true }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
