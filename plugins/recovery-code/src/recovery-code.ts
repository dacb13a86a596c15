import type { Parsed, Ports } from '@countersign/authenticator-kit';
import { errorCodes } from './error-codes.ts';

/** Crockford's base 32: no I, L, O or U, so that nothing on a printed list can be taken for something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 12 letters of 5 bits: 60 bits, above the 50 that make a stored hash worthless to a thief. */
const LETTERS = 12;
const GROUP = 4;
/** As long as a code may be typed: each letter with something between. */
const LONGEST = 2 * LETTERS;

/** A code in its one canonical form: twelve letters of the alphabet, nothing between. Every comparison uses it (O6). */
export interface RecoveryCode {
  readonly code: string;
}

/** Draws a code; 32 divides 256, so every letter is as likely as any other. */
export function drawCode(randomBytes: Ports['secrets']['randomBytes']): string {
  return [...randomBytes(LETTERS)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}

/** A code as it is printed: `7K3M-9QXR-2VBN`. */
export function printed(code: string): string {
  return code.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? code;
}

/**
 * Reads a typed code: ASCII only, case, hyphens and spaces as one likes, and the letters that look like digits as those
 * digits. It is brought to one form before anything is compared, so a variant of a used code is that used code (O6).
 */
export function readCode(typed: unknown): Parsed<RecoveryCode> {
  if (typeof typed === 'string' && typed.length <= LONGEST && /^[0-9A-Za-z -]+$/.test(typed)) {
    const code = typed.replace(/[ -]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
    if (code.length === LETTERS && [...code].every((letter) => ALPHABET.includes(letter)))
      return { ok: true, answer: { code } };
  }
  return { ok: false, code: 'RECOVERY_CODE_MALFORMED', message: errorCodes.RECOVERY_CODE_MALFORMED };
}
