import type { Ports } from '@countersign/authenticator-kit';

/** Letters and digits that cannot be taken for one another when read aloud. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789XY';

/** A public mark that ties a mail to a screen, e.g. `K7QMX2`. It proves nothing. */
export function drawReference(secrets: Ports['secrets']): string {
  return Array.from(secrets.randomBytes(6), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}
