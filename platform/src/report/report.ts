/** One cell as it is shown; an instant stays an instant until somebody prints it. */
export type ReportCell = string | number | boolean | Date | null;

/** One line of a report, a cell for each of its columns in their order. */
export type ReportLine = readonly ReportCell[];

/** One column of a report. */
export interface ReportColumn {
  /** Names the cell in a row; stable, because clients and spreadsheets rely on it. */
  readonly key: string;
  readonly title: string;
  /** Only readers who may see personal fields see what it holds; for the others its cells are empty. */
  readonly personal?: true;
  /** From this stage on the column is gone, for everybody; what a stage is, the part knows. */
  readonly until?: string;
}

/** What a report may be asked with. */
export type ReportArgKind = 'ID' | 'String' | 'Int' | 'Boolean' | 'Date';

/** The arguments that were given, each of its declared kind; what was left out or null is absent. */
export type ReportArgs = Readonly<Record<string, string | number | boolean>>;

/** Where a page begins and how many lines it holds at most. `after` is what the report itself gave as `next`. */
export interface ReportPosition {
  readonly after: string | null;
  readonly size: number;
}

/** The lines of one page, and the position behind them when more follow. */
export interface ReportLines {
  readonly lines: readonly ReportLine[];
  readonly next: string | null;
}

/** One report as a value: what it is called, what it shows, and how one page of it is read. */
export interface Report<Reader> {
  /** Name of its field in the API. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly args: Readonly<Record<string, ReportArgKind>>;
  readonly columns: readonly ReportColumn[];
  /** Reads one page by keyset: its cost depends on the page, not on how much lies before or behind it. */
  lines(reader: Reader, args: ReportArgs, page: ReportPosition): Promise<ReportLines>;
}
