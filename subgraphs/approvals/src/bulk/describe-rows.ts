import { createHash } from 'node:crypto';
import { canonicalJson } from '../change-request/canonical-json.ts';
import type { BulkRow, ChangingRow } from './bulk-row.ts';
import { hasChange } from './bulk-row.ts';

/** What a bulk request itself shows of its lines; its digest covers this, and by `rowsDigest` every one of them (M3). */
export interface BulkShown {
  readonly lines: number;
  readonly struck: number;
  readonly actions: Readonly<Record<string, number>>;
  readonly rowsDigest: string;
  /** The digest before the last strikes, so that a second Confirm on the same screen is known again. */
  readonly formerDigest: string | null;
}

function contentOf({ line, action, userId, change, warnings, state }: ChangingRow): string {
  const { kind, target, before, after, payload, version } = change;
  const shown = { line, action, userId, kind, target: { ...target }, before, after, payload, version };
  return canonicalJson({ ...shown, warnings, struck: state === 'STRUCK' });
}

/**
 * SHA-256 (base64url) over every line that may be applied, each chained to those before it: no line can be added, taken
 * away, altered, moved, struck or brought back without another digest (A2, M3).
 */
export function rowsDigest(rows: readonly BulkRow[]): string {
  return rows
    .filter(hasChange)
    .toSorted((one, other) => one.line - other.line)
    .reduce(
      (chained, row) => createHash('sha256').update(chained).update('\n').update(contentOf(row)).digest('base64url'),
      '',
    );
}

/** What the request shows of these lines. */
export function describeRows(rows: readonly BulkRow[], formerDigest: string | null): BulkShown {
  const changing = rows.filter(hasChange);
  const kept = changing.filter(({ state }) => state !== 'STRUCK');
  const actions: Record<string, number> = {};
  for (const { action } of kept) actions[action] = (actions[action] ?? 0) + 1;
  const struck = changing.length - kept.length;
  return { lines: kept.length, struck, actions, rowsDigest: rowsDigest(rows), formerDigest };
}

/** What a bulk request shows, as it was stored. */
export function shownIn(after: unknown): BulkShown {
  return after as BulkShown;
}

/** Holds while the stored lines are still those that the request's digest covers (M3). */
export function areUnaltered(after: unknown, rows: readonly BulkRow[]): boolean {
  return rowsDigest(rows) === shownIn(after).rowsDigest;
}
