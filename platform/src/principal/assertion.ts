import type { Principal } from './principal.ts';

/** Signs who is asking, for one audience and one exact body, for at most 30 s. */
export interface AssertionSigner {
  sign(request: { readonly audience: string; readonly principal: Principal; readonly body: string }): Promise<string>;
}

/**
 * Reads a signed assertion back. Throws a Fault `UNAUTHENTICATED` for anything else: unknown or wrong key, other audience,
 * other body, expired, or a principal the signer may not speak for (only the gateway vouches for sessions).
 */
export interface AssertionVerifier {
  verify(assertion: string, body: string): Promise<Principal>;
}
