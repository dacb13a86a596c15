import { createHash } from 'node:crypto';
import { importHotpDevice } from '@countersign/authenticator-hotp';
import type { BroughtToken } from '@countersign/authentication';
import { importTotpDevice } from '@countersign/authenticator-totp';
import { type Holders, holderOf } from './holders.ts';
import type { Token, TokenRefusal } from './token.ts';

/** What a file's tokens come to: those that may be assigned, and why the others may not. */
export interface Brought {
  readonly tokens: readonly BroughtToken[];
  readonly refused: readonly (TokenRefusal & { readonly serial: string; readonly userId: string })[];
}

const importers = { hotp: importHotpDevice, totp: importTotpDevice } as const;
const noHolder: TokenRefusal = {
  code: 'TOKEN_WITHOUT_HOLDER',
  message: 'Nothing says whose token this is. Name a file of serial,userId by --users.',
};

function twice(what: string): TokenRefusal {
  return { code: 'TOKEN_TWICE', message: `${what} stands in the file already. The first one counts.` };
}

/**
 * Sorts the tokens of a file. One device has one holder and one person one device: whatever comes a second time, by serial
 * number, key or user, is refused; two people with one key could answer for each other (M4).
 */
export function broughtTokens(tokens: readonly Token[], holders: Holders | null): Brought {
  const seen = new Set<string>();
  const isSecond = (mark: string) => seen.size === seen.add(mark).size;
  const sorted = tokens.map((token) => {
    const { serial, content } = token;
    const userId = holderOf(token, holders);
    const named = { serial, userId: userId ?? '' };
    if ('refusal' in content) return { ...named, ...content.refusal };
    if (userId === null) return { ...named, ...noHolder };
    const { kind, key } = content;
    if (isSecond(`serial ${serial}`)) return { ...named, ...twice('This serial number') };
    if (isSecond(`key ${createHash('sha256').update(key.secret).digest('hex')}`))
      return { ...named, ...twice('This key') };
    if (isSecond(`user ${userId.toUpperCase()}`)) return { ...named, ...twice('This user') };
    const brought: BroughtToken = {
      serial,
      userId,
      authenticator: kind,
      place: (ports, tx, profileUuid) => importers[kind](ports, tx, { profileUuid, key }),
    };
    return brought;
  });
  return {
    tokens: sorted.filter((one) => 'place' in one),
    refused: sorted.filter((one) => 'code' in one),
  };
}
