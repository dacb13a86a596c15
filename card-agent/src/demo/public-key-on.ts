import { createPublicKey, type KeyObject } from 'node:crypto';
import { CKA } from '../cryptoki/cryptoki-constants.ts';
import type { Cryptoki, Handle } from '../cryptoki/cryptoki.ts';
import type { SoftToken } from './soft-token.ts';

const text = (bytes: Buffer) => bytes.toString('base64url');

function rsaKey(read: (attribute: number) => Buffer): KeyObject {
  const jwk = { kty: 'RSA', n: text(read(CKA.MODULUS)), e: text(read(CKA.PUBLIC_EXPONENT)) };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

/** The point comes as an OCTET STRING around 04, x and y (PKCS#11 2.40, CKA_EC_POINT). */
function p256Key(read: (attribute: number) => Buffer): KeyObject {
  const point = read(CKA.EC_POINT).subarray(-64);
  const jwk = { kty: 'EC', crv: 'P-256', x: text(point.subarray(0, 32)), y: text(point.subarray(32)) };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

/** SubjectPublicKeyInfo, DER, of a public key on a token. */
export function publicKeyOn(cryptoki: Cryptoki, session: Handle, key: Handle, kind: SoftToken['key']): Buffer {
  const read = (attribute: number) => cryptoki.read(session, key, attribute) ?? Buffer.alloc(0);
  return (kind === 'RSA_2048' ? rsaKey(read) : p256Key(read)).export({ type: 'spki', format: 'der' });
}
