import type { SubgraphClient } from '@countersign/platform';

/** Somebody whose sessions another person may see and end. */
export interface SessionOwner {
  readonly profileUuid: string;
  readonly userId: string;
  readonly participant: string | null;
  readonly email: string | null;
}

/** Who may see and end whose sessions, as Identity judges at this instant (SE3, A1). */
export interface SessionKeepers {
  /** The user of that ID, or null when there is none or this keeper has no say over his sessions. */
  ownerFor(keeperUuid: string, userId: string): Promise<SessionOwner | null>;
}

const sessionOwner = `query SessionOwner($keeperUuid: ID!, $userId: ID!) {
  sessionOwner(keeperUuid: $keeperUuid, userId: $userId) { profileUuid userId participant email }
}`;

/** The keepers as Identity knows them, asked as the service Authentication. */
export function sessionKeepers(identity: SubgraphClient): SessionKeepers {
  return {
    async ownerFor(keeperUuid, userId) {
      const answer = await identity.request<{ sessionOwner: SessionOwner | null }>(sessionOwner, {
        keeperUuid,
        userId,
      });
      return answer.sessionOwner;
    },
  };
}
