import type { SubgraphClient } from '@countersign/platform';
import type { FunctionHours, Pair, PairClaim, Standing } from '../ports/people.ts';

const FIELDS = 'profileUuid userId participant email srn usable roles accessLevels permitted hiddenFields soleDaWaiver';

const BY_UUID = `query StandingByUuid($profileUuid: ID!) { standing(profileUuid: $profileUuid) { ${FIELDS} } }`;
const ACCOUNT = `query StandingOfServiceAccount($accountId: ID!) { serviceAccountStanding(accountId: $accountId) { scopes } }`;
const LIVING = 'query LivingProfiles($profileUuids: [ID!]!) { livingProfiles(profileUuids: $profileUuids) }';
const HOURS = 'query FunctionHoursNow { functionHours { open nextOpening } }';

/** Everything about a pair in one question: round trips are what a decision mostly costs. */
const pairText = (name: string, checker: string): string =>
  `query ${name}($makerUuid: ID!, $checker: ID!, $participant: String) {
    maker: standing(profileUuid: $makerUuid) { ${FIELDS} }
    checker: standing(${checker}: $checker) { ${FIELDS} }
    policies(participant: $participant)
  }`;

const PAIR_BY_USER_ID = pairText('PairByUserId', 'userId');
const PAIR_BY_UUID = pairText('PairByUuid', 'profileUuid');

interface PairAnswer {
  readonly maker: Standing | null;
  readonly checker: Standing | null;
  readonly policies: { readonly requireCheckerOtp?: unknown; readonly queuedApproval?: unknown };
}

/** Identity's half of the questions about people. */
export function identityPeople(identity: SubgraphClient) {
  return {
    async byUuid(profileUuid: string): Promise<Standing | null> {
      return (await identity.request<{ standing: Standing | null }>(BY_UUID, { profileUuid })).standing;
    },
    async living(profileUuids: readonly string[]): Promise<readonly string[]> {
      type Answer = { livingProfiles: readonly string[] };
      return (await identity.request<Answer>(LIVING, { profileUuids })).livingProfiles;
    },
    async pair({ makerUuid, checker, participant }: PairClaim): Promise<Pair> {
      const [text, name] = 'userId' in checker ? [PAIR_BY_USER_ID, checker.userId] : [PAIR_BY_UUID, checker.uuid];
      const answer = await identity.request<PairAnswer>(text, { makerUuid, checker: name, participant });
      const { requireCheckerOtp, queuedApproval } = answer.policies;
      return {
        maker: answer.maker,
        checker: answer.checker,
        policies: { requireCheckerOtp: requireCheckerOtp === true, queuedApproval: queuedApproval !== false },
      };
    },
    async serviceAccount(accountId: string) {
      type Answer = { serviceAccountStanding: { scopes: readonly string[] } | null };
      return (await identity.request<Answer>(ACCOUNT, { accountId })).serviceAccountStanding;
    },
    async functionHours(): Promise<FunctionHours> {
      type Answer = { functionHours: { open: boolean; nextOpening: string | null } };
      const { functionHours } = await identity.request<Answer>(HOURS, {});
      const { open, nextOpening } = functionHours;
      return { open, nextOpening: nextOpening === null ? null : new Date(nextOpening) };
    },
  };
}
