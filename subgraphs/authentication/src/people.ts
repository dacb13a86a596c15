import type { Phase } from '@countersign/authenticator-kit';
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
  /** The phase in force when this was read. */
  readonly phase: Phase;
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
}

const fields = 'profileUuid userId participant email usable applications securityVersion phase';
const byUserId = `query PersonByUserId($userId: ID!) { person(userId: $userId) { phase standing { ${fields} } } }`;
const byUuid = `query PersonByUuid($profileUuid: ID!) { standing(profileUuid: $profileUuid) { ${fields} } }`;

/** People, as the identity subgraph answers. */
export function peopleOf(identity: SubgraphClient): People {
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
    phase: async () => (await identity.request<{ phase: Phase }>('query PhaseInForce { phase }', {})).phase,
  };
}

function batchQuery(size: number): string {
  const positions = Array.from({ length: size }, (_, position) => position);
  const variables = positions.map((position) => `$u${position}: ID!`).join(', ');
  const lookups = positions.map((position) => `p${position}: standing(userId: $u${position}) { ${fields} }`).join(' ');
  return `query People(${variables}) { ${lookups} }`;
}
