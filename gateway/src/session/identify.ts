import type { Principal, ServiceAccountPrincipal, SessionPrincipal, Source } from '@countersign/platform';
import type { Credentials } from './credentials.ts';

/** What the look-up of a token says of a live session. */
export type SessionPrincipalFields = Omit<SessionPrincipal, 'kind' | 'source'>;

/**
 * Why a session is looked up: somebody asks for something, or something that he asked for goes on without him (S5). What goes
 * on does so on the token with which it was asked for, also when a newer one took its place (S1).
 */
export type SessionUse = 'REQUEST' | 'WATCH';

/** Finds the live session of a token; null when there is none. Throws when it cannot know, and then nobody passes. */
export type SessionLookup = (token: string, use: SessionUse) => Promise<SessionPrincipalFields | null>;

/** What the look-up of a token says of a service account. */
export type ServiceAccountPrincipalFields = Omit<ServiceAccountPrincipal, 'kind' | 'source'>;

/** Finds the service account of a token that comes from an address it may come from; null when there is none, as for a session. */
export type AccountLookup = (token: string, sourceAddress: string) => Promise<ServiceAccountPrincipalFields | null>;

/** The two ways to know a caller. */
export interface CallerLookups {
  readonly sessions: SessionLookup;
  readonly accounts: AccountLookup;
}

export interface Identified {
  readonly principal: Principal;
  /**
   * The cookie names no live session: the browser should forget it. Not so a token that a newer one just took the place of:
   * clearing would lose the newer one, which the browser keeps under the same name.
   */
  readonly deadCookie: boolean;
}

/** Turns credentials into a principal by one look-up; without a live session or account the caller is nobody (S3). */
export async function identify(
  credentials: Credentials,
  source: Source,
  { sessions, accounts }: CallerLookups,
  use: SessionUse = 'REQUEST',
): Promise<Identified> {
  switch (credentials.kind) {
    case 'token': {
      const session = await sessions(credentials.token, use);
      if (session) return { principal: sessionPrincipal(session, source), deadCookie: false };
      const deadCookie = credentials.fromCookie && (await sessions(credentials.token, 'WATCH')) === null;
      return { principal: { kind: 'anonymous', source }, deadCookie };
    }
    case 'account-token': {
      const account = await accounts(credentials.token, source.address);
      const principal: Principal = account ? accountPrincipal(account, source) : { kind: 'anonymous', source };
      return { principal, deadCookie: false };
    }
    default:
      return { principal: { kind: 'anonymous', source }, deadCookie: credentials.kind === 'broken-cookie' };
  }
}

// Each field is named, so that nothing a look-up adds can become part of a principal.
function sessionPrincipal(session: SessionPrincipalFields, source: Source): SessionPrincipal {
  const { sessionId, profileUuid, userId, participant, application, methods, steppedUpAt } = session;
  return {
    kind: 'session',
    source,
    sessionId,
    profileUuid,
    userId,
    participant,
    application,
    methods,
    steppedUpAt,
  };
}

function accountPrincipal(account: ServiceAccountPrincipalFields, source: Source): ServiceAccountPrincipal {
  const { accountId, name, scopes } = account;
  return { kind: 'account', source, accountId, name, scopes };
}
