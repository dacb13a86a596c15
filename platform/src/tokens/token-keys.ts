import { calculateJwkThumbprint, type JWK } from 'jose';
import { z } from 'zod';

/** Algorithms that every library for tokens knows and that have one form only (RFC 7518 3.4, RFC 8037). */
const algorithms = { 'EC P-256': 'ES256', 'OKP Ed25519': 'EdDSA' } as const;
export type TokenAlgorithm = (typeof algorithms)[keyof typeof algorithms];

/** A key that signs, or one that only still verifies what it signed once. */
export interface TokenKey {
  readonly kid: string;
  readonly algorithm: TokenAlgorithm;
  /** Null: the private half is gone already. */
  readonly privateJwk: JWK | null;
  /** What everybody may see of it, and nothing else. */
  readonly publicJwk: JWK;
}

const text = z.string().min(1).max(200);
const key = z.object({
  kty: z.literal(['EC', 'OKP']),
  crv: z.literal(['P-256', 'Ed25519']),
  x: text,
  y: text.optional(),
  d: text.optional(),
  kid: text.optional(),
});
const set = z.object({ keys: z.array(key).min(1).max(10) });

async function tokenKey({ kid: named, d, ...shape }: z.infer<typeof key>): Promise<TokenKey> {
  const algorithm = algorithms[`${shape.kty} ${shape.crv}` as keyof typeof algorithms];
  if (algorithm === undefined) throw new Error('A key is neither EC P-256 nor OKP Ed25519.');
  const { y, ...point } = shape;
  const bare: JWK = shape.kty === 'EC' ? { ...point, ...(y === undefined ? {} : { y }) } : point;
  const kid = named ?? (await calculateJwkThumbprint(bare));
  const publicJwk = { ...bare, kid, alg: algorithm, use: 'sig' };
  return { kid, algorithm, publicJwk, privateJwk: d === undefined ? null : { ...bare, d } };
}

/**
 * The keys of a JSON Web Key Set: the first signs, all verify. Throws with what is wrong, never with what is in it: keys that
 * do not sign publicly, a first key without its private half, or one name twice.
 */
export async function readTokenKeys(jwks: unknown): Promise<readonly TokenKey[]> {
  const parsed = set.safeParse(jwks);
  if (!parsed.success) throw new Error('It must be a JSON Web Key Set of EC P-256 or OKP Ed25519 keys.');
  const keys = await Promise.all(parsed.data.keys.map(tokenKey));
  if (new Set(keys.map(({ kid }) => kid)).size !== keys.length) throw new Error('Two keys have the same kid.');
  if (keys[0]?.privateJwk === null) throw new Error('The first key signs, so it needs its private half.');
  return keys;
}
