import { generateSync, NobleCryptoPlugin } from 'otplib';
import type { OathAlgorithm } from './code-shape.ts';

/** What a code is computed from; 6 digits and SHA-1 unless told (O1). */
export interface OneTimePasswordInput {
  readonly secret: Uint8Array;
  readonly counter: number;
  readonly digits?: 6 | 7 | 8;
  readonly algorithm?: OathAlgorithm;
}

const crypto = new NobleCryptoPlugin();

/** The code of RFC 4226 5.3 for this counter; with a time step as the counter it is the code of RFC 6238 4.2. */
export function oneTimePassword({ secret, counter, digits = 6, algorithm = 'sha1' }: OneTimePasswordInput): string {
  return generateSync({ strategy: 'hotp', secret, counter, digits, algorithm, crypto });
}
