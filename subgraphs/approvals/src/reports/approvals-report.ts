import type { Report, SqlValue } from '@countersign/platform';

/** What a report works with: whose requests it may show, and the tables of one unit of work. */
export interface ApprovalsReader {
  /** The tenant; undefined for the clearing house without a participant named. */
  readonly participant: string | undefined;
  /** The checker whose own uses are asked for; null for the clearing house. */
  readonly checkerUuid: string | null;
  /** Whether the values of a change are shown, or the names of its fields alone (A1). */
  readonly personal: boolean;
  /** Fields left out of every change, because nobody is shown them any more (W21). */
  readonly hiddenFields: readonly string[];
  readonly at: Date;
  select<Row>(sql: string, values?: readonly SqlValue[]): Promise<readonly Row[]>;
}

/** What a report asks of its reader. */
export interface ReportNeeds {
  /** A participant's administrators and the house's staff (R), or the house alone (H). */
  readonly audience: 'PARTICIPANT' | 'HOUSE';
  /** True when the house may read it for all participants at once. */
  readonly acrossParticipants?: true;
  /** True when a participant's reader must be a checker: it is about his own code. */
  readonly ownCode?: true;
}

/** A report of Approvals: one file, with who may read it beside what it shows (domain 6). */
export interface ApprovalsReport extends Report<ApprovalsReader> {
  readonly needs: ReportNeeds;
}
