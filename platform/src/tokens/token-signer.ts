import { createLocalJWKSet, importJWK, type JSONWebKeySet, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clock/clock.ts';
import type { TokenKey } from './token-keys.ts';

/** Signs and reads tokens of one issuer and one type, for readers that have nothing but the published keys. */
export interface TokenSigner {
  readonly issuer: string;
  /** What is published: no private half is in it. */
  readonly jwks: JSONWebKeySet;
  /** A token of these claims; the issuer is added. */
  sign(claims: JWTPayload): Promise<string>;
  /** The claims of a token of ours that has not expired; null for anything else. */
  read(token: string): Promise<JWTPayload | null>;
}

/**
 * Tokens of an explicit type (RFC 8725 3.11), signed by the first key. Those of the other keys are read as well, so that
 * a key is exchanged without a token being refused.
 */
export async function createTokenSigner(options: {
  readonly keys: readonly TokenKey[];
  readonly issuer: string;
  readonly type: string;
  readonly clock: Clock;
}): Promise<TokenSigner> {
  const { keys, issuer, type, clock } = options;
  const [first] = keys;
  if (first === undefined || first.privateJwk === null) throw new Error('There is no key to sign with.');
  const privateKey = await importJWK(first.privateJwk, first.algorithm);
  const jwks = { keys: keys.map(({ publicJwk }) => publicJwk) };
  const verification = createLocalJWKSet(jwks);
  return {
    issuer,
    jwks,
    sign: (claims) =>
      new SignJWT({ iss: issuer, ...claims })
        .setProtectedHeader({ alg: first.algorithm, kid: first.kid, typ: type })
        .sign(privateKey),
    async read(token) {
      try {
        const { payload } = await jwtVerify(token, verification, {
          algorithms: [...new Set(keys.map(({ algorithm }) => algorithm))],
          issuer,
          typ: type,
          currentDate: clock.now(),
          requiredClaims: ['exp', 'iat', 'jti', 'sid', 'sub', 'aud'],
        });
        return payload;
      } catch {
        return null;
      }
    },
  };
}
