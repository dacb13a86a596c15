import type { SubgraphClient } from '@countersign/platform';
import type { FunctionHours, Standing } from '../ports/people.ts';

const FIELDS = 'profileUuid userId participant email srn usable roles accessLevels';

const BY_USER_ID = `query StandingByUserId($userId: ID!) { standing(userId: $userId) { ${FIELDS} } }`;
const BY_UUID = `query StandingByUuid($profileUuid: ID!) { standing(profileUuid: $profileUuid) { ${FIELDS} } }`;
const HOURS = 'query FunctionHoursNow { functionHours { open nextOpening } }';

/** Identity's half of the questions about people. */
export function identityPeople(identity: SubgraphClient) {
  return {
    async byUserId(userId: string): Promise<Standing | null> {
      return (await identity.request<{ standing: Standing | null }>(BY_USER_ID, { userId })).standing;
    },
    async byUuid(profileUuid: string): Promise<Standing | null> {
      return (await identity.request<{ standing: Standing | null }>(BY_UUID, { profileUuid })).standing;
    },
    async functionHours(): Promise<FunctionHours> {
      type Answer = { functionHours: { open: boolean; nextOpening: string | null } };
      const { functionHours } = await identity.request<Answer>(HOURS, {});
      const { open, nextOpening } = functionHours;
      return { open, nextOpening: nextOpening === null ? null : new Date(nextOpening) };
    },
  };
}
