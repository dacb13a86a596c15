import { createHash } from 'node:crypto';
import type { Principal } from './principal.ts';

/** Signs that a principal stands behind exactly one body for one subgraph, for at most 30 s (G4, design 4). */
export interface AssertionSigner {
  sign(call: { readonly audience: string; readonly principal: Principal; readonly body: string }): Promise<string>;
}

/**
 * Reads a signed assertion back. Throws a Fault `UNAUTHENTICATED` for anything else: unknown or wrong key, other audience,
 * other body, expired, used before, or a principal the signer may not speak for (only the gateway vouches for people and service accounts).
 */
export interface AssertionVerifier {
  verify(assertion: string, body: string): Promise<Principal>;
}

export const ASSERTION_LIFE_S = 30;
export const ASSERTION_ALGORITHM = 'EdDSA';
export const ASSERTION_TYPE = 'countersign-assertion+jwt';

export function bodyDigest(body: string): string {
  return createHash('sha256').update(body, 'utf8').digest('base64url');
}
