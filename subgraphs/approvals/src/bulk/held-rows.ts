import type { ChangeRequest } from '../change-request/change-request.ts';
import { hongKongTime } from '../change-request/hong-kong-time.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type BulkRow, hasChange } from './bulk-row.ts';

/** Whether a request that still has the place leaves it: a submission ends a lapsed one, a dry run only looks. */
export type GivesWay = (other: ChangeRequest) => boolean | Promise<boolean>;

async function holders(
  unit: UnitOfWork,
  held: ReadonlyMap<string, string>,
  givesWay: GivesWay,
): Promise<ReadonlyMap<string, ChangeRequest>> {
  const found = new Map<string, ChangeRequest>();
  for (const [id, other] of await unit.requests.findAll([...new Set(held.values())]))
    if (!(await givesWay(other))) found.set(id, other);
  return found;
}

/** A line whose target already has an open request is wrong by itself; the others are not (A2). */
export async function withoutHeld(
  unit: UnitOfWork,
  rows: readonly BulkRow[],
  givesWay: GivesWay,
): Promise<readonly BulkRow[]> {
  const held = await unit.requests.heldTargets(rows.filter(hasChange).map(({ change }) => change.target.key));
  const inTheWay = await holders(unit, held, givesWay);
  return rows.map((row) => {
    const other = row.change === null ? undefined : inTheWay.get(held.get(row.change.target.key) ?? '');
    if (other === undefined) return row;
    const since = hongKongTime(other.submittedAt);
    const message = `${other.maker.userId} has had a request open on ${row.userId} since ${since}. Decide or cancel that one first.`;
    return { ...row, change: null, state: 'INVALID', code: 'REQUEST_ALREADY_OPEN', message, field: 'userId' };
  });
}
