import { generateSync, NobleCryptoPlugin } from 'otplib';

/** What a code is computed from. The product uses SHA-1 and 6 digits (O1); the RFC vectors use the others as well. */
export interface OneTimePasswordInput {
  readonly secret: Uint8Array;
  readonly counter: number;
  readonly digits?: 6 | 7 | 8;
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
}

const crypto = new NobleCryptoPlugin();

/** The code of RFC 4226 5.3 for this counter; with a time step as the counter it is the code of RFC 6238 4.2. */
export function oneTimePassword({ secret, counter, digits = 6, algorithm = 'sha1' }: OneTimePasswordInput): string {
  return generateSync({ strategy: 'hotp', secret, counter, digits, algorithm, crypto });
}

/** Seconds of one time step (O1). */
export const PERIOD_SECONDS = 30;

/** The time step that an instant falls into (RFC 6238 4.2, T0 = 0). */
export function timeStep(at: Date): number {
  return Math.floor(at.getTime() / (PERIOD_SECONDS * 1_000));
}
