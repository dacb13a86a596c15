import type { SubgraphContext } from '../subgraph/subgraph.ts';
import type { Report, ReportArgs, ReportColumn, ReportLine } from './report.ts';

/** One page as its reader may see it. */
export interface ReportSight {
  readonly columns: readonly ReportColumn[];
  readonly lines: readonly ReportLine[];
  readonly next: string | null;
}

/** One page that somebody asks for. */
export interface Reading<Kept> {
  readonly report: Kept;
  readonly args: ReportArgs;
  /** True for a page of a file that leaves by an export, false for a page on a screen. */
  readonly exported: boolean;
  readonly first: boolean;
}

/** How a column looks to a reader: as it is, without what its cells hold, or not at all. */
export type ColumnSight = 'SHOWN' | 'EMPTY' | 'ABSENT';

/** What a part brings to have its reports read: the reports, and who may read which. */
export interface ReportDesk<Reader, Kept extends Report<Reader>> {
  /** Name of the part; its export field is named after it. */
  readonly part: string;
  readonly reports: readonly Kept[];
  /**
   * Judges the caller anew, runs `read` in one unit of work and audits the reading there; a refusal is audited too and
   * then thrown as a Fault.
   */
  open(
    context: SubgraphContext,
    reading: Reading<Kept>,
    read: (reader: Reader) => Promise<ReportSight>,
  ): Promise<ReportSight>;
  sight(reader: Reader, column: ReportColumn): ColumnSight;
}
