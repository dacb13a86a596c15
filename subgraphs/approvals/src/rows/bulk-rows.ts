import { type SqlValue, type Transaction, execute, query } from '@countersign/platform';
import { type BulkCounts, type BulkRow, type BulkRowState, noRows } from '../bulk/bulk-row.ts';
import type { BulkRowQuery, BulkRows, SettledRow } from '../ports/bulk.ts';
import { type BulkRowRecord, asBulkRow, bulkColumns, valuesOf } from './bulk-row-record.ts';

/** How many rows one statement carries. */
const CHUNK = 100;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

function chunksOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, at) => items.slice(at * CHUNK, (at + 1) * CHUNK));
}

const columnOf: Readonly<Record<BulkRowState, keyof BulkCounts>> = {
  PENDING: 'pending',
  STRUCK: 'struck',
  APPLIED: 'applied',
  REFUSED: 'refused',
  INVALID: 'invalid',
};

function countsOf(rows: readonly { readonly state: BulkRowState; readonly many: number }[]): BulkCounts {
  const counts = { ...noRows };
  for (const { state, many } of rows) {
    counts[columnOf[state]] = Number(many);
    if (state !== 'INVALID') counts.total += Number(many);
  }
  return counts;
}

async function pageOf(
  tx: Transaction,
  requestId: string,
  { state, after, limit }: BulkRowQuery,
): Promise<readonly BulkRow[]> {
  const values: SqlValue[] = [requestId, after];
  if (state !== null) values.push(state);
  const sql = `SELECT * FROM bulk_row WHERE request_id = ? AND line > ?${state === null ? '' : ' AND state = ?'} ORDER BY line LIMIT ${Math.trunc(limit)}`;
  return (await query<BulkRowRecord>(tx, sql, values)).map(asBulkRow);
}

/** Applied lines share one statement; each refused one has its own reason. */
async function settle(tx: Transaction, requestId: string, rows: readonly SettledRow[], at: Date): Promise<void> {
  const applied = rows.filter(({ refusal }) => refusal === null).map(({ line }) => line);
  for (const lines of chunksOf(applied)) {
    const sql = `UPDATE bulk_row SET state = 'APPLIED', applied_at = ? WHERE request_id = ? AND state = 'PENDING' AND line IN (${marks(lines)})`;
    await execute(tx, sql, [at.getTime(), requestId, ...lines]);
  }
  for (const { line, refusal } of rows) {
    if (refusal === null) continue;
    const sql = `UPDATE bulk_row SET state = 'REFUSED', code = ?, message = ?, field = ? WHERE request_id = ? AND state = 'PENDING' AND line = ?`;
    const { code, message, field } = refusal;
    await execute(tx, sql, [code, message.slice(0, 1_000), field?.slice(0, 80) ?? null, requestId, line]);
  }
}

/** The stored lines of bulk requests as one transaction sees them. */
export function bulkRows(tx: Transaction): BulkRows {
  return {
    async add(requestId, rows) {
      for (const some of chunksOf(rows)) {
        const sql = `INSERT INTO bulk_row (${bulkColumns.join(', ')}) VALUES ${some.map(() => `(${marks(bulkColumns)})`).join(', ')}`;
        await execute(
          tx,
          sql,
          some.flatMap((row) => valuesOf(requestId, row)),
        );
      }
    },
    all: (requestId) => pageOf(tx, requestId, { state: null, after: 0, limit: 10_000 }),
    page: (requestId, wanted) => pageOf(tx, requestId, wanted),
    async counts(requestIds) {
      if (requestIds.length === 0) return new Map();
      const sql = `SELECT request_id, state, COUNT(*) AS many FROM bulk_row WHERE request_id IN (${marks(requestIds)}) GROUP BY request_id, state`;
      const found = await query<{ request_id: string; state: BulkRowState; many: number }>(tx, sql, [...requestIds]);
      return new Map([...Map.groupBy(found, (each) => each.request_id)].map(([id, rows]) => [id, countsOf(rows)]));
    },
    async strike(requestId, lines, { reason, by }) {
      for (const some of chunksOf(lines)) {
        const sql = `UPDATE bulk_row SET state = 'STRUCK', code = 'STRUCK', message = ?, struck_by = ? WHERE request_id = ? AND state = 'PENDING' AND line IN (${marks(some)})`;
        await execute(tx, sql, [reason, by, requestId, ...some]);
      }
    },
    settle: (requestId, rows, at) => settle(tx, requestId, rows, at),
    async revise(requestId, { after, digest }) {
      const sql = `UPDATE change_request SET after_json = ?, digest = ? WHERE id = ? AND state = 'SUBMITTED'`;
      return (await execute(tx, sql, [JSON.stringify(after), digest, requestId])) === 1;
    },
    async holdApplying(requestId, until) {
      const sql = `UPDATE change_request SET apply_again_at = ? WHERE id = ? AND state = 'AUTHORISED'`;
      return (await execute(tx, sql, [until.getTime(), requestId])) === 1;
    },
  };
}
