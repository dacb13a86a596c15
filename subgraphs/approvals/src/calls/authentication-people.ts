import type { SubgraphClient } from '@countersign/platform';
import type { SessionStanding } from '../ports/people.ts';

const SESSION =
  'query SessionStanding($sessionId: ID!) { sessionStanding(sessionId: $sessionId) { live profileUuid steppedUpAt } }';
const ACCOUNT = 'query AccountStanding($profileUuid: ID!) { accountStanding(profileUuid: $profileUuid) { locked } }';

interface SessionAnswer {
  readonly sessionStanding: {
    readonly live: boolean;
    readonly profileUuid: string;
    readonly steppedUpAt: string | null;
  } | null;
}

/** Authentication's half of the questions about people. */
export function authenticationPeople(authentication: SubgraphClient) {
  return {
    async session(sessionId: string): Promise<SessionStanding | null> {
      const { sessionStanding } = await authentication.request<SessionAnswer>(SESSION, { sessionId });
      if (sessionStanding === null) return null;
      const { live, profileUuid, steppedUpAt } = sessionStanding;
      return { live, profileUuid, steppedUpAt: steppedUpAt === null ? null : new Date(steppedUpAt) };
    },
    async isLocked(profileUuid: string): Promise<boolean> {
      const answer = await authentication.request<{ accountStanding: { locked: boolean } }>(ACCOUNT, { profileUuid });
      return answer.accountStanding.locked;
    },
  };
}
