import type { Ports } from '@countersign/authenticator-kit';

/** Consonants that are hard to confuse: no digit, so that nobody types the reference as the code, and no vowel, so no word. */
const ALPHABET = 'BCDFGHJKMNPRSTVX';

/** A public mark that ties a mail to a screen, e.g. `KTRMXB`. It proves nothing. */
export function drawReference(secrets: Ports['secrets']): string {
  return Array.from(secrets.randomBytes(6), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}
