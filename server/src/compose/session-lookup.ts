import type { SessionLookup, SessionPrincipalFields } from '@countersign/gateway';
import type { SubgraphClient } from '@countersign/platform';

const RESOLVE_SESSION = `query ResolveSession($token: String!, $passive: Boolean!) {
  resolveSession(token: $token, passive: $passive) { sessionId profileUuid userId participant application methods steppedUpAt }
}`;

/** Asks authentication whose session a token is, each time: a session ended anywhere is ended here (S3). */
export function sessionLookup(authentication: SubgraphClient): SessionLookup {
  return async (token, use) => {
    const answer = await authentication.request<{ resolveSession: SessionPrincipalFields | null }>(RESOLVE_SESSION, {
      token,
      passive: use === 'WATCH',
    });
    return answer.resolveSession;
  };
}
