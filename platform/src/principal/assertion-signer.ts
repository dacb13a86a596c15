import { randomUUID } from 'node:crypto';
import { type CryptoKey, importJWK, type JWK, SignJWT } from 'jose';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import {
  ASSERTION_ALGORITHM,
  ASSERTION_LIFE_S,
  ASSERTION_TYPE,
  type AssertionSigner,
  bodyDigest,
} from './assertion.ts';
import type { PartName } from './principal.ts';

/** Signs as one part with its own private key. `clock` must be the machine's own in production: parts compare times. */
export function createAssertionSigner(options: {
  readonly privateJwk: JWK;
  readonly issuer: PartName;
  readonly clock?: Clock;
}): AssertionSigner {
  const clock = options.clock ?? systemClock;
  const key = importJWK(options.privateJwk, ASSERTION_ALGORITHM) as Promise<CryptoKey>;
  key.catch(() => undefined);
  const header = { alg: ASSERTION_ALGORITHM, typ: ASSERTION_TYPE, kid: options.privateJwk.kid ?? '' };
  return {
    async sign({ audience, principal, body }) {
      const now = Math.floor(clock.now().getTime() / 1000);
      return new SignJWT({ principal, bdy: bodyDigest(body) })
        .setProtectedHeader(header)
        .setIssuer(options.issuer)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + ASSERTION_LIFE_S)
        .setJti(randomUUID())
        .sign(await key);
    },
  };
}
