import type { IdentityErrorCode } from '../error-codes.ts';
import type { BulkAction } from './bulk-action.ts';

/** A line that may be applied: one change like any other, with its place in the file (W24). */
export interface ProposedRow {
  readonly line: number;
  readonly action: BulkAction;
  readonly kind: string;
  readonly userId: string;
  /** What only one open request may be about. */
  readonly targetKey: string;
  readonly targetUuid: string;
  readonly participant: string | null;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly warnings: readonly string[];
}

/** A line that may not, and why. */
export interface RefusedRow {
  readonly line: number;
  /** As typed, cut to what could be one. */
  readonly action: string;
  readonly userId: string;
  readonly code: IdentityErrorCode;
  readonly message: string;
  /** The column or field it is about. */
  readonly field: string | null;
}

/** Every line of a file, judged on the state of one instant. */
export interface JudgedFile {
  readonly rows: readonly ProposedRow[];
  readonly refused: readonly RefusedRow[];
}
