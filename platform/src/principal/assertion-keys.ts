import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { ASSERTION_ALGORITHM } from './assertion.ts';
import type { PartName } from './principal.ts';

/** One part's key pair; the key's name says whose it is, so that no part can sign as another. */
export interface AssertionKeys {
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

/** Makes a fresh Ed25519 pair for a part. */
export async function generateAssertionKeys(issuer: PartName): Promise<AssertionKeys> {
  const { privateKey, publicKey } = await generateKeyPair(ASSERTION_ALGORITHM, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = `${issuer}:${await calculateJwkThumbprint(publicJwk)}`;
  const names = { kid, alg: ASSERTION_ALGORITHM, use: 'sig' };
  return { privateJwk: { ...(await exportJWK(privateKey)), ...names }, publicJwk: { ...publicJwk, ...names } };
}

/** Whose key this is, by its name. */
export function issuerOfKey(kid: string | undefined): string {
  return kid?.split(':')[0] ?? '';
}
