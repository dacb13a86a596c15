import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** Keys of one stack, made for it alone. */
export interface GeneratedKeys {
  readonly masterKey: string;
  readonly assertionPrivateKey: string;
  readonly assertionPublicKeys: string;
}

/** One key that seals, and one pair (RFC 8037) with which the stack's own processes sign for each other. */
export function generatedKeys(): GeneratedKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const named = { kid: randomBytes(6).toString('hex'), alg: 'EdDSA', use: 'sig' };
  return {
    masterKey: randomBytes(32).toString('base64'),
    assertionPrivateKey: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), ...named }),
    assertionPublicKeys: JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), ...named }] }),
  };
}
