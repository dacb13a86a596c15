import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** Keys of one stack, made for it alone. */
export interface GeneratedKeys {
  readonly masterKey: string;
  /** The key with which one role signs its calls; the others know it by the role's name. */
  privateKeyOf(role: string): string;
  readonly publicKeys: string;
}

/** One key that seals, and a pair (RFC 8037) for each role. */
export function generatedKeys(roles: readonly string[]): GeneratedKeys {
  const pairs = new Map(
    roles.map((role) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const named = { kid: `${role}:${randomBytes(6).toString('hex')}`, alg: 'EdDSA', use: 'sig' };
      return [role, [privateKey, publicKey].map((key) => ({ ...key.export({ format: 'jwk' }), ...named }))] as const;
    }),
  );
  return {
    masterKey: randomBytes(32).toString('base64'),
    privateKeyOf: (role) => JSON.stringify(pairs.get(role)?.[0]),
    publicKeys: JSON.stringify({ keys: [...pairs.values()].map((pair) => pair[1]) }),
  };
}
