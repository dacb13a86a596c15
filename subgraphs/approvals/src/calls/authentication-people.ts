import type { SubgraphClient } from '@countersign/platform';
import type { SessionStanding } from '../ports/people.ts';

const SESSION_FIELDS = 'sessionStanding(sessionId: $sessionId) { live profileUuid steppedUpAt }';
const LOCK_FIELDS = 'accountStanding(profileUuid: $profileUuid) { locked }';

const SESSION = `query SessionStanding($sessionId: ID!) { ${SESSION_FIELDS} }`;
const ACCOUNT = `query AccountStanding($profileUuid: ID!) { ${LOCK_FIELDS} }`;
const BOTH = `query SessionAndLock($sessionId: ID!, $profileUuid: ID!) { ${SESSION_FIELDS} ${LOCK_FIELDS} }`;

interface SessionAnswer {
  readonly sessionStanding: {
    readonly live: boolean;
    readonly profileUuid: string;
    readonly steppedUpAt: string | null;
  } | null;
}

interface LockAnswer {
  readonly accountStanding: { readonly locked: boolean };
}

function asSession({ sessionStanding }: SessionAnswer): SessionStanding | null {
  if (sessionStanding === null) return null;
  const { live, profileUuid, steppedUpAt } = sessionStanding;
  return { live, profileUuid, steppedUpAt: steppedUpAt === null ? null : new Date(steppedUpAt) };
}

/** Authentication's half of the questions about people. */
export function authenticationPeople(authentication: SubgraphClient) {
  return {
    async session(sessionId: string): Promise<SessionStanding | null> {
      return asSession(await authentication.request<SessionAnswer>(SESSION, { sessionId }));
    },
    async isLocked(profileUuid: string): Promise<boolean> {
      return (await authentication.request<LockAnswer>(ACCOUNT, { profileUuid })).accountStanding.locked;
    },
    async sessionAndLock(sessionId: string, profileUuid: string) {
      const answer = await authentication.request<SessionAnswer & LockAnswer>(BOTH, { sessionId, profileUuid });
      return { session: asSession(answer), isLocked: answer.accountStanding.locked };
    },
  };
}
