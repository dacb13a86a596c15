import type { SubgraphContext, Transaction } from '@countersign/platform';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { findProfile } from '../rows/find-profile.ts';
import { type Standing, standingOf } from '../user-profile/standing.ts';

/** The person who reads, with the rights stored at this instant; the principal only says who it is. */
export interface Reader {
  readonly standing: Standing;
  readonly phase: MigrationPhase;
}

/** The usable profile behind the session, or null: nobody logged in, or the profile is gone or no longer usable (SE3). */
export async function readerIn(tx: Transaction, context: SubgraphContext, now: Date): Promise<Reader | null> {
  if (context.principal.kind !== 'session') return null;
  const found = await findProfile(tx, { uuid: context.principal.profileUuid });
  if (found === null) return null;
  const standing = standingOf(found.profile, now);
  return standing.usable ? { standing, phase: found.phase } : null;
}
