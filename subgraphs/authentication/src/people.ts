import type { Phase, SubjectCard } from '@countersign/authenticator-kit';
import type { SubgraphClient } from '@countersign/platform';
import type { Application } from './flow/flow.ts';

/** A profile as identity knows it at this instant. */
export interface Standing {
  readonly profileUuid: string;
  readonly userId: string;
  readonly participant: string | null;
  readonly email: string | null;
  readonly usable: boolean;
  readonly applications: readonly Application[];
  readonly securityVersion: number;
  readonly smartcardAllowed: boolean;
  readonly srn: string | null;
  /** Last day of the registered certificate, `YYYY-MM-DD`. */
  readonly certificateExpiry: string | null;
  /** The phase in force when this was read. */
  readonly phase: Phase;
  /** What the permission matrix lets him do alone now (2.2). */
  readonly permitted: readonly string[];
  /** Ways to sign in that it gives him in each phase, `PHASE:ACTION`. */
  readonly signIns: readonly string[];
}

/** Whether a profile may use a smartcard, and whether one is bound to it (W10). */
export interface Card {
  readonly allowed: boolean;
  readonly held: boolean;
}

/** Somebody who administers a participant, or the clearing house, and can be written to. */
export interface Administrator {
  readonly profileUuid: string;
  readonly userId: string;
  readonly email: string | null;
}

/** Whoever has a user ID, or nobody, and the phase in force at the same instant. */
export interface Person {
  readonly standing: Standing | null;
  readonly phase: Phase;
}

/** Who somebody is, and which phase is in force: read live, never kept (domain 2, design 5). */
export interface People {
  byUserId(userId: string): Promise<Person>;
  byUuid(profileUuid: string): Promise<Standing | null>;
  /** Several at once, for lists; unknown IDs are left out. */
  byUserIds(userIds: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
  phase(): Promise<Phase>;
  /** Whether a participant's users may come onto codes by email (O5). */
  isEmailOtpAllowed(participant: string | null): Promise<boolean>;
  /** Whether a participant's users may come onto passkeys. */
  isPasskeyAllowed(participant: string | null): Promise<boolean>;
  /** Null for a profile that is gone. */
  cardOf(profileUuid: string): Promise<Card | null>;
  /** Usable checkers of a participant; of the clearing house for null. */
  checkersOf(participant: string | null): Promise<readonly Administrator[]>;
  /** Usable makers and checkers of a participant. */
  administratorsOf(participant: string | null): Promise<readonly Administrator[]>;
}

const fields =
  'profileUuid userId participant email usable applications securityVersion smartcardAllowed srn certificateExpiry phase permitted signIns';
const byUserId = `query PersonByUserId($userId: ID!) { person(userId: $userId) { phase standing { ${fields} } } }`;
const byUuid = `query PersonByUuid($profileUuid: ID!) { standing(profileUuid: $profileUuid) { ${fields} } }`;

const cardQuery = `query CardOf($profileUuid: ID!) { standing(profileUuid: $profileUuid) { smartcardAllowed srn } }`;
const checkers = `query CheckersOf($participant: ID) { checkersOf(participant: $participant) { profileUuid userId email } }`;
const administrators = `query AdministratorsOf($participant: ID) {
  administratorsOf(participant: $participant) { profileUuid userId email } }`;

const policies = `query PoliciesOf($participant: String) { policies(participant: $participant) }`;

interface PolicyAnswer {
  readonly emailOtpAllowed?: unknown;
  readonly passkeyAllowed?: unknown;
}

interface CardAnswer {
  readonly standing: { readonly smartcardAllowed: boolean; readonly srn: string | null } | null;
}

/** People, as the identity subgraph answers. */
export function peopleOf(identity: SubgraphClient): People {
  const policiesOf = async (participant: string | null) =>
    (await identity.request<{ policies: PolicyAnswer }>(policies, { participant })).policies;
  return {
    byUserId: async (userId) => (await identity.request<{ person: Person }>(byUserId, { userId })).person,
    byUuid: async (profileUuid) =>
      (await identity.request<{ standing: Standing | null }>(byUuid, { profileUuid })).standing,
    byUserIds: async (userIds) => {
      const found = new Map<string, Standing>();
      if (userIds.length === 0) return found;
      const answer = await identity.request<Record<string, Standing | null>>(
        batchQuery(userIds.length),
        Object.fromEntries(userIds.map((userId, position) => [`u${position}`, userId])),
      );
      for (const standing of Object.values(answer)) if (standing !== null) found.set(standing.userId, standing);
      return found;
    },
    cardOf: async (profileUuid) => {
      const { standing } = await identity.request<CardAnswer>(cardQuery, { profileUuid });
      return standing === null ? null : { allowed: standing.smartcardAllowed === true, held: standing.srn !== null };
    },
    checkersOf: async (participant) =>
      (await identity.request<{ checkersOf: readonly Administrator[] }>(checkers, { participant })).checkersOf,
    administratorsOf: async (participant) =>
      (await identity.request<{ administratorsOf: readonly Administrator[] }>(administrators, { participant }))
        .administratorsOf,
    isEmailOtpAllowed: async (participant) => (await policiesOf(participant)).emailOtpAllowed === true,
    isPasskeyAllowed: async (participant) => (await policiesOf(participant)).passkeyAllowed === true,
    phase: async () => (await identity.request<{ phase: Phase }>('query PhaseInForce { phase }', {})).phase,
  };
}

function batchQuery(size: number): string {
  const positions = Array.from({ length: size }, (_, position) => position);
  const variables = positions.map((position) => `$u${position}: ID!`).join(', ');
  const lookups = positions.map((position) => `p${position}: standing(userId: $u${position}) { ${fields} }`).join(' ');
  return `query People(${variables}) { ${lookups} }`;
}

/** The card of a profile as plugins see it, or null when none was ever registered. */
export function cardOfStanding(standing: Standing): SubjectCard | null {
  const { smartcardAllowed: allowed, srn, certificateExpiry } = standing;
  return allowed || srn !== null ? { allowed, srn, certificateExpiry } : null;
}
