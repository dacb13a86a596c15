import type { AsymmetricKeyDetails, KeyObject } from 'node:crypto';

/** Digests of the signature algorithms accepted in certificates and lists; what is absent here is below the floor (O18). */
export const digestOfSignature: ReadonlyMap<string, 'sha256' | 'sha384' | 'sha512'> = new Map([
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
] as const);

/** A kind of key that may sign. */
export type KeyKind = 'RSA' | 'P-256' | 'P-384';

const curves: Readonly<Record<string, KeyKind>> = { prime256v1: 'P-256', secp384r1: 'P-384' };

/** RSA of 2048 to 4096 bits with an exponent from 65537, P-256 or P-384; null for every other key (O18). */
export function kindOfKey(key: KeyObject): KeyKind | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = key;
  if (type === 'ec') return curves[details.namedCurve ?? ''] ?? null;
  return type === 'rsa' && isSoundRsa(details) ? 'RSA' : null;
}

function isSoundRsa({ modulusLength = 0, publicExponent = 0n }: AsymmetricKeyDetails): boolean {
  return modulusLength >= 2048 && modulusLength <= 4096 && publicExponent >= 65_537n;
}
