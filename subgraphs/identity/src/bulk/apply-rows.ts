import type { AppliedChanges, ApplyOutcome, DecidedChange } from '@countersign/change-owner';
import { applyChange } from '../changes/apply-change.ts';
import type { Records } from '../changes/records.ts';
import type { Refusal } from '../refusal.ts';

/** A decided line: a change of one user with its place in the file. */
export type DecidedRow = Pick<DecidedChange, 'kind' | 'targetUuid' | 'payload' | 'version'> & { readonly line: number };

/** Decided lines of one bulk request, to be applied each exactly once. */
export interface BulkOrder extends Pick<DecidedChange, 'requestId' | 'makerUuid' | 'checkerUuid' | 'decidedAt'> {
  readonly rows: readonly DecidedRow[];
}

/** What became of one line; the same for every repetition. */
export interface RowOutcome extends ApplyOutcome {
  readonly line: number;
}

/** The ledger's name of one line: what makes it happen once however often it is delivered (W24, A2). */
export function rowKey(requestId: string, line: number): string {
  return `${requestId}#${line}`;
}

/** The audit is found by the request, and each of its rows names the line. */
function auditingLine(records: Records, requestId: string, line: number): Records {
  return {
    ...records,
    audit: (entry) => records.audit({ ...entry, requestId, after: { ...(entry.after as object | undefined), line } }),
  };
}

/** The ID that a creation would give; no other line's payload names one. */
function userIdIn(payload: unknown): readonly string[] {
  const { userId } = (payload ?? {}) as { readonly userId?: unknown };
  return typeof userId === 'string' ? [userId] : [];
}

/** Everybody and everything the lines are judged on, read at one go. */
function aheadFor(records: Records, { makerUuid, checkerUuid, rows }: BulkOrder): Promise<Records> {
  const uuids = [makerUuid, checkerUuid, ...rows.map(({ targetUuid }) => targetUuid)];
  const userIds = rows.flatMap(({ payload }) => userIdIn(payload));
  return records.ahead({ uuids, userIds, emails: [] });
}

const decidedChange = (order: BulkOrder, { line, ...row }: DecidedRow): DecidedChange => {
  const { makerUuid, checkerUuid, decidedAt, requestId } = order;
  return { ...row, makerUuid, checkerUuid, decidedAt, requestId: rowKey(requestId, line) };
};

/** Applies each line by the road of a change alone: rights, hours, phase and version judged again, refused by itself (W24, M6). */
export async function applyRows(
  records: Records,
  applied: AppliedChanges,
  order: BulkOrder,
  now: Date,
): Promise<readonly RowOutcome[]> {
  const ahead = await aheadFor(records, order);
  const outcomes: RowOutcome[] = [];
  for (const row of order.rows) {
    const { line } = row;
    const change = decidedChange(order, row);
    const outcome = await applyChange(auditingLine(ahead, order.requestId, line), applied, change, now);
    outcomes.push({ ...outcome, line });
  }
  return outcomes;
}

/** Writes down a line that was refused while it was being written, so that it is not tried for ever. */
export async function refuseRow(
  records: Records,
  applied: AppliedChanges,
  order: BulkOrder,
  { row, refusal, now }: { readonly row: DecidedRow; readonly refusal: Refusal; readonly now: Date },
): Promise<RowOutcome> {
  const { line } = row;
  const change = decidedChange(order, row);
  if (!(await applied.claim(change, now))) return { ...(await applied.outcome(change.requestId)), line };
  const outcome: ApplyOutcome = { outcome: 'REFUSED', refusal, appliedAt: null, version: null };
  await applied.settle(change.requestId, outcome);
  await auditingLine(records, order.requestId, line).audit({
    at: now,
    action: 'change.apply',
    outcome: 'REFUSED',
    code: refusal.code,
    maker: await records.profile(order.makerUuid),
    checker: await records.profile(order.checkerUuid),
  });
  return { ...outcome, line };
}
