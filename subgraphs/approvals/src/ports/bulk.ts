import type { BulkCounts, BulkRow, BulkRowState } from '../bulk/bulk-row.ts';
import type { Refusal } from '../refusal.ts';

/** One page of lines, in the order of the file. */
export interface BulkRowQuery {
  readonly state: BulkRowState | null;
  /** The last line of the page before; 0 for the first page. */
  readonly after: number;
  readonly limit: number;
}

/** What became of a line that was sent to its owner. */
export interface SettledRow {
  readonly line: number;
  /** Null once it is applied. */
  readonly refusal: Pick<Refusal, 'code' | 'message' | 'field'> | null;
}

/** The stored lines of bulk requests, inside one unit of work. */
export interface BulkRows {
  add(requestId: string, rows: readonly BulkRow[]): Promise<void>;
  /** Every line, in the order of the file. */
  all(requestId: string): Promise<readonly BulkRow[]>;
  page(requestId: string, query: BulkRowQuery): Promise<readonly BulkRow[]>;
  counts(requestIds: readonly string[]): Promise<ReadonlyMap<string, BulkCounts>>;
  /** Strikes those of the lines that still are PENDING. */
  strike(
    requestId: string,
    lines: readonly number[],
    why: { readonly reason: string; readonly by: string },
  ): Promise<void>;
  /** Writes down what became of lines that still are PENDING. */
  settle(requestId: string, rows: readonly SettledRow[], at: Date): Promise<void>;
  /** What the request shows after lines were struck, with its new digest; false when it no longer waits. */
  revise(requestId: string, revised: { readonly after: unknown; readonly digest: string }): Promise<boolean>;
  /** Says when somebody else may go on with applying; false when the request is no longer to be applied. */
  holdApplying(requestId: string, until: Date): Promise<boolean>;
}

/** A decided line on its way to its owner. */
export interface DecidedRow {
  readonly line: number;
  readonly kind: string;
  readonly targetUuid: string;
  readonly payload: unknown;
  readonly version: number;
}

/** Decided lines of one bulk request. */
export interface BulkOrder {
  readonly requestId: string;
  readonly makerUuid: string;
  readonly checkerUuid: string;
  readonly decidedAt: Date;
  readonly rows: readonly DecidedRow[];
}

/** The subgraph that applies lines, each once by request and line. Throws DependencyUnavailable when it is out of reach. */
export interface BulkOwner {
  /** What became of each; a line that is missing was not settled and may be sent again. */
  applyRows(order: BulkOrder): Promise<readonly SettledRow[]>;
}
