import type { SubgraphContext, Transaction } from '@countersign/platform';
import type { Onlooker } from '../permission-matrix/permitted-actions.ts';
import { findProfile } from '../rows/find-profile.ts';
import { standingOf } from '../user-profile/standing.ts';
import type { Parts } from './parts.ts';

/** The person who reads, with the rights stored at this instant; the principal only says who it is. */
export type Reader = Onlooker;

/** The usable profile behind the session, or null: nobody logged in, or the profile is gone or no longer usable (SE3). */
export async function readerIn(
  tx: Transaction,
  context: SubgraphContext,
  { matrix }: Pick<Parts, 'matrix'>,
  now: Date,
): Promise<Reader | null> {
  if (context.principal.kind !== 'session') return null;
  const found = await findProfile(tx, { uuid: context.principal.profileUuid });
  if (found === null) return null;
  const standing = standingOf(found.profile, now);
  return standing.usable ? { standing, phase: found.phase, matrix } : null;
}
