import { appliedChangesIn, type ApplyOutcome, type DecidedChange } from '@countersign/change-owner';
import { DependencyUnavailable, inBatches, type Transaction } from '@countersign/platform';
import { applyChange } from '../changes/apply-change.ts';
import { gatherWrites } from '../rows/gather-writes.ts';
import { recordsIn } from '../rows/records-in.ts';
import type { Parts } from './parts.ts';

const APPLIED_AT_ONCE = 32;

/**
 * Several decided changes in one unit of work. None of them was claimed before: one that somebody applied already is a
 * duplicate key at the end, and then nothing of the unit stays.
 */
const inOne = (parts: Parts, changes: readonly DecidedChange[]): Promise<readonly ApplyOutcome[]> =>
  parts.database.transaction(async (tx: Transaction) => {
    const gathered = await gatherWrites(tx, recordsIn(tx, parts), []);
    const uuids = changes.flatMap(({ makerUuid, checkerUuid, targetUuid }) => [makerUuid, checkerUuid, targetUuid]);
    const records = await gathered.records.ahead({ uuids, userIds: [], emails: [] });
    const now = parts.clock.now();
    const outcomes: ApplyOutcome[] = [];
    for (const change of changes) outcomes.push(await applyChange(records, gathered.applied, change, now));
    await gathered.write();
    return outcomes;
  });

/** One change that claims its request first, so that whoever comes second hears the first one's outcome (A2, M9). */
const alone = (parts: Parts, change: DecidedChange): Promise<ApplyOutcome> =>
  parts.database.transaction((tx: Transaction) =>
    applyChange(recordsIn(tx, parts), appliedChangesIn(tx), change, parts.clock.now()),
  );

/**
 * Applies each decided change once. Changes that come at the same moment share one unit of work and its commit; when
 * anything about it fails, each is done by itself, so no change suffers from its neighbours.
 */
export function applyTogether(parts: Parts): (change: DecidedChange) => Promise<ApplyOutcome> {
  return inBatches({
    most: APPLIED_AT_ONCE,
    keyOf: ({ targetUuid }) => targetUuid,
    async run(changes: readonly DecidedChange[]) {
      try {
        return await inOne(parts, changes);
      } catch (error) {
        if (error instanceof DependencyUnavailable) throw error;
        return changes.map((change) => alone(parts, change));
      }
    },
  });
}
