import { appliedChangesIn } from '@countersign/change-owner';
import { DependencyUnavailable, Fault, type Transaction } from '@countersign/platform';
import { applyRows, type BulkOrder, type DecidedRow, refuseRow, rowKey, type RowOutcome } from '../bulk/apply-rows.ts';
import { errorCodes, type IdentityErrorCode } from '../error-codes.ts';
import { gatherWrites } from '../rows/gather-writes.ts';
import { recordsIn } from '../rows/records-in.ts';
import type { Parts } from './parts.ts';

function isRefusal(error: unknown): error is Fault & { readonly code: IdentityErrorCode } {
  return error instanceof Fault && Object.hasOwn(errorCodes, error.code);
}

const inOne = (parts: Parts, order: BulkOrder): Promise<readonly RowOutcome[]> =>
  parts.database.transaction(async (tx: Transaction) => {
    const keys = order.rows.map(({ line }) => rowKey(order.requestId, line));
    const gathered = await gatherWrites(tx, recordsIn(tx, parts), keys);
    const outcomes = await applyRows(gathered.records, gathered.applied, order, parts.clock.now());
    await gathered.write();
    return outcomes;
  });

/** One line in a unit of work of its own; null when nobody knows why it failed, so that it is tried again later. */
async function alone(parts: Parts, order: BulkOrder, row: DecidedRow): Promise<readonly RowOutcome[]> {
  try {
    return await parts.database.transaction((tx: Transaction) =>
      applyRows(recordsIn(tx, parts), appliedChangesIn(tx), { ...order, rows: [row] }, parts.clock.now()),
    );
  } catch (error) {
    if (error instanceof DependencyUnavailable) throw error;
    if (!isRefusal(error)) {
      parts.logger.error(
        { err: error, requestId: order.requestId, line: row.line },
        'a line of a bulk change could not be applied; it will be tried again',
      );
      return [];
    }
    const { code, message } = error;
    const refused = await parts.database.transaction((tx) =>
      refuseRow(recordsIn(tx, parts), appliedChangesIn(tx), order, {
        row,
        refusal: { code, message },
        now: parts.clock.now(),
      }),
    );
    return [refused];
  }
}

/**
 * Applies some lines in one unit of work. One that fails while it is written would undo its neighbours, so then each
 * has a unit of its own: a bad line never undoes the others (W24). What is not answered for was not settled.
 */
export async function applyBulk(parts: Parts, order: BulkOrder): Promise<readonly RowOutcome[]> {
  try {
    return await inOne(parts, order);
  } catch (error) {
    if (error instanceof DependencyUnavailable) throw error;
    const outcomes: RowOutcome[] = [];
    for (const row of order.rows) outcomes.push(...(await alone(parts, order, row)));
    return outcomes;
  }
}
