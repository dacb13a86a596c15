import type { SubgraphContext, Transaction } from '@countersign/platform';
import type { Catalogue } from '../groups/catalogue.ts';
import type { Onlooker } from '../permission-matrix/permitted-actions.ts';
import { findProfile } from '../rows/find-profile.ts';
import { standingOf } from '../user-profile/standing.ts';
import type { Parts } from './parts.ts';

/** The person who reads, with the rights stored at this instant; the principal only says who it is. */
export interface Reader extends Onlooker {
  /** The groups in force at this instant. */
  readonly catalogue: Catalogue;
}

/** The usable profile behind the session, or null: nobody logged in, or the profile is gone or no longer usable (SE3). */
export async function readerIn(
  tx: Transaction,
  context: SubgraphContext,
  { matrix, catalogues }: Pick<Parts, 'matrix' | 'catalogues'>,
  now: Date,
): Promise<Reader | null> {
  if (context.principal.kind !== 'session') return null;
  const found = await findProfile(tx, { uuid: context.principal.profileUuid });
  if (found === null) return null;
  const catalogue = await catalogues.at(tx, found.catalogueStamp);
  const standing = standingOf(found.profile, now, catalogue);
  return standing.usable ? { standing, phase: found.phase, matrix, catalogue } : null;
}
