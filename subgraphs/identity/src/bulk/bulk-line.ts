/** The columns of a bulk file, in the order in which a template has them (W24). */
export const bulkColumns = [
  'action',
  'user_id',
  'email',
  'surname',
  'other_names',
  'groups',
  'enable_from',
  'disable_after',
  'clearing_house_options',
  'settlement_agent_name',
  'reason',
] as const;

/** One of the columns above. */
export type BulkColumn = (typeof bulkColumns)[number];

/** One filled line of a bulk file, every cell trimmed; a column that the file lacks is blank. */
export interface BulkLine {
  /** As a spreadsheet numbers it: the header is line 1, and a cell with a line break does not count twice. */
  readonly line: number;
  readonly cells: Readonly<Record<BulkColumn, string>>;
  /** Why the line cannot be read as one, as a sentence; null on a line that can. */
  readonly unreadable: string | null;
}
