import type { Principal, SessionPrincipal, Source } from '@countersign/platform';
import type { Credentials } from './credentials.ts';

/** What the look-up of a token says of a live session. */
export type SessionPrincipalFields = Omit<SessionPrincipal, 'kind' | 'source'>;

/** Finds the live session of a token; null when there is none. Throws when it cannot know, and then nobody passes. */
export type SessionLookup = (token: string) => Promise<SessionPrincipalFields | null>;

export interface Identified {
  readonly principal: Principal;
  /** The cookie names no live session: the browser should forget it. */
  readonly deadCookie: boolean;
}

/** Turns credentials into a principal by one look-up; without a live session the caller is nobody (S3). */
export async function identify(credentials: Credentials, source: Source, sessions: SessionLookup): Promise<Identified> {
  const anonymous: Principal = { kind: 'anonymous', source };
  if (credentials.kind !== 'token') return { principal: anonymous, deadCookie: credentials.kind === 'broken-cookie' };
  const session = await sessions(credentials.token);
  if (!session) return { principal: anonymous, deadCookie: credentials.fromCookie };
  const { sessionId, profileUuid, userId, participant, application, methods, steppedUpAt } = session;
  return {
    principal: {
      kind: 'session',
      source,
      sessionId,
      profileUuid,
      userId,
      participant,
      application,
      methods,
      steppedUpAt,
    },
    deadCookie: false,
  };
}
