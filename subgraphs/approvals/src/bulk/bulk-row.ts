import type { ChangeTarget } from '../change-request/change-request.ts';

/** Where one line of a bulk request stands: INVALID was refused at the submission, REFUSED where it should be applied. */
export const bulkRowStates = ['PENDING', 'STRUCK', 'APPLIED', 'REFUSED', 'INVALID'] as const;

export type BulkRowState = (typeof bulkRowStates)[number];

/** What a line would change, exactly as it is put before the checker. */
export interface RowChange {
  readonly kind: string;
  readonly target: ChangeTarget;
  readonly before: unknown;
  readonly after: unknown;
  /** Goes back to the owner when the line is applied. */
  readonly payload: unknown;
  readonly version: number;
}

/** One line of a bulk request and what became of it (W24). */
export interface BulkRow {
  /** As a spreadsheet numbers it. */
  readonly line: number;
  readonly action: string;
  readonly userId: string;
  /** Null on a line that was refused at the submission: there is nothing to apply. */
  readonly change: RowChange | null;
  readonly warnings: readonly string[];
  readonly state: BulkRowState;
  readonly code: string | null;
  readonly message: string | null;
  readonly field: string | null;
  /** User ID of the checker who struck it. */
  readonly struckBy: string | null;
  readonly appliedAt: Date | null;
}

/** A line that has a change. */
export type ChangingRow = BulkRow & { readonly change: RowChange };

/** Holds for a line that can be struck, applied or refused. */
export function hasChange(row: BulkRow): row is ChangingRow {
  return row.change !== null;
}

/** How many lines of a request stand where; `total` leaves out those that were refused at the submission. */
export interface BulkCounts {
  readonly total: number;
  readonly pending: number;
  readonly struck: number;
  readonly applied: number;
  readonly refused: number;
  readonly invalid: number;
}

/** The counts of no lines at all. */
export const noRows: BulkCounts = { total: 0, pending: 0, struck: 0, applied: 0, refused: 0, invalid: 0 };
