import { constants, type KeyObject, verify } from 'node:crypto';
import { kindOfKey } from './algorithms.ts';

const curveBytes = { 'P-256': 32, 'P-384': 48 } as const;
const digests = { 'P-256': 'sha256', 'P-384': 'sha384' } as const;

/**
 * Whether this key signed exactly this text: RSA by PKCS #1 v1.5 with SHA-256, elliptic curves by ECDSA with the digest of
 * their size, as DER or as the two numbers in a row that PKCS #11 gives.
 */
export function signedByCard(key: KeyObject, text: string, signature: Uint8Array): boolean {
  const kind = kindOfKey(key);
  if (kind === null) return false;
  const signed = Buffer.from(text, 'utf8');
  if (kind === 'RSA') return verify('sha256', signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
  const dsaEncoding = signature.length === 2 * curveBytes[kind] ? 'ieee-p1363' : 'der';
  return verify(digests[kind], signed, { key, dsaEncoding }, signature);
}
