import { randomBytes, randomInt } from 'node:crypto';

/** An unguessable opaque token of this many random bytes, as base64url. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** A uniformly drawn decimal code of exactly this many digits, leading zeros included. */
export function randomDigits(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('');
}
