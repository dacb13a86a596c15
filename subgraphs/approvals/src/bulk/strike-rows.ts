import type { ChangeRequest, Party } from '../change-request/change-request.ts';
import { readableReason } from '../change-request/readable-reason.ts';
import { digestOf } from '../change-request/digest.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type BulkRow, type ChangingRow, hasChange } from './bulk-row.ts';
import { areUnaltered, describeRows } from './describe-rows.ts';

/** A line that the checker does not agree to, and why. */
export interface Strike {
  readonly line: number;
  readonly reason: string;
}

/** Holds while the lines of a bulk request are those that its digest covers; a request without lines has none to alter (M3). */
export async function areRowsUnaltered(unit: Pick<UnitOfWork, 'bulk'>, request: ChangeRequest): Promise<boolean> {
  return request.kind !== 'BULK_CHANGE' || areUnaltered(request.after, await unit.bulk.all(request.id));
}

function unfit(rows: readonly BulkRow[], strikes: readonly Strike[]): Refusal | null {
  const standing = new Map(rows.filter(hasChange).map((row) => [row.line, row]));
  const missing = strikes.find(({ line }) => !standing.has(line));
  if (missing !== undefined)
    return refuse('BULK_LINE_NOT_FOUND', { message: `There is no line ${missing.line} to be struck.`, field: 'lines' });
  const isBlank = ({ reason }: Strike) => readableReason(reason) === null;
  if (strikes.length === 0)
    return refuse('BULK_LINE_NOT_FOUND', { message: 'Name the lines that are to be struck.', field: 'lines' });
  if (strikes.some(isBlank)) return refuse('REASON_REQUIRED', { field: 'reason' });
  const struck = new Set(strikes.map(({ line }) => line));
  const kept = [...standing.values()].filter(({ line, state }) => state === 'PENDING' && !struck.has(line));
  return kept.length === 0 ? refuse('BULK_NOTHING_LEFT', { field: 'lines' }) : null;
}

function keysOf(rows: readonly BulkRow[], strikes: readonly Strike[]): readonly string[] {
  const struck = new Set(strikes.map(({ line }) => line));
  const isStruck = (row: BulkRow): row is ChangingRow => hasChange(row) && struck.has(row.line);
  return rows.filter(isStruck).map(({ change }) => change.target.key);
}

/** The strikes of lines that still stand, by reason: a line is struck once, and keeps the reason that it was struck for. */
function freshByReason(rows: readonly BulkRow[], strikes: readonly Strike[]): ReadonlyMap<string, readonly number[]> {
  const standing = new Set(rows.filter(({ state }) => state === 'PENDING').map(({ line }) => line));
  const byReason = new Map<string, number[]>();
  for (const { line, reason } of strikes) {
    if (!standing.delete(line)) continue;
    const read = readableReason(reason) ?? '';
    byReason.set(read, [...(byReason.get(read) ?? []), line]);
  }
  return byReason;
}

/**
 * Takes lines out of a request that waits, inside the unit of work that holds it; the request then has another digest, so
 * whoever approves agrees to exactly the lines that are left (W24, M3). Nothing is struck when one of the lines cannot be,
 * and nothing changes when all of them are struck already.
 */
export async function strikeRows(
  unit: UnitOfWork,
  request: ChangeRequest,
  { strikes, by }: { readonly strikes: readonly Strike[]; readonly by: Party },
): Promise<{ readonly request: ChangeRequest; readonly lines: readonly number[] } | { readonly refusal: Refusal }> {
  if (request.kind !== 'BULK_CHANGE') return { refusal: refuse('BULK_ONLY') };
  const rows = await unit.bulk.all(request.id);
  const refusal = unfit(rows, strikes);
  if (refusal !== null) return { refusal };
  const fresh = freshByReason(rows, strikes);
  if (fresh.size === 0) return { request, lines: [] };
  for (const [reason, lines] of fresh) await unit.bulk.strike(request.id, lines, { reason, by: by.userId });
  await unit.requests.releaseTargets(request.id, keysOf(rows, strikes));
  const after = describeRows(await unit.bulk.all(request.id), request.digest);
  const revised = { ...request, after };
  const digest = digestOf(revised);
  if (!(await unit.bulk.revise(request.id, { after, digest })))
    throw new Error('A request that this unit of work holds was decided elsewhere.');
  return { request: { ...revised, digest }, lines: [...fresh.values()].flat() };
}
