import { CsvError, parse } from 'csv-parse/sync';
import { accepted, type Judged, refused } from '../refusal.ts';
import { type BulkColumn, type BulkLine, bulkColumns } from './bulk-line.ts';
import { readHeader } from './read-header.ts';

/** W24: no file has more lines with a change on them. */
const MOST_LINES = 2_000;
/** Room for 2,000 lines with every column filled. */
export const MOST_BYTES = 512 * 1024;

const field = { field: 'csv' } as const;

const tooLarge = refused(
  'BULK_TOO_LARGE',
  `A bulk file holds at most ${MOST_LINES} lines and ${MOST_BYTES / 1024} KB. Split it.`,
  field,
);
const empty = refused(
  'BULK_EMPTY',
  'The file holds no change: it needs a header line and one line for each user.',
  field,
);

function malformed(line: number, why: string) {
  return refused('BULK_MALFORMED', `Line ${line}: ${why}`, { ...field, details: { line } });
}

/** What ends a line: files that were put together from two systems hold both. */
const LINE_ENDS = ['\r\n', '\n', '\r'];

/** RFC 4180, with LF and CR also; every line of the spreadsheet is a record, blank ones too, so that the numbers stay right. */
function recordsOf(csv: string): Judged<readonly (readonly string[])[]> {
  try {
    const how = { bom: true, relax_column_count: true, skip_empty_lines: false, record_delimiter: LINE_ENDS };
    return accepted(parse(csv, how) as string[][]);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const read = (error as { readonly records?: unknown }).records;
    const line = typeof read === 'number' ? read + 1 : 1;
    return malformed(line, 'quotation marks do not fit together. A mark inside a quoted cell is written twice.');
  }
}

const isBlank = (record: readonly string[]): boolean => record.every((cell) => cell.trim() === '');

function whyUnreadable(record: readonly string[], columns: readonly BulkColumn[]): string | null {
  if (!isBlank(record.slice(columns.length)))
    return 'The line has more cells than the header. Put a cell that holds a comma in quotation marks.';
  if (record.some((cell) => cell.includes('\uFFFD')))
    return 'The line holds characters that are not UTF-8. Save the file as CSV UTF-8.';
  return null;
}

function lineOf(record: readonly string[], line: number, columns: readonly BulkColumn[]): BulkLine {
  const cell = (column: BulkColumn): string => {
    const at = columns.indexOf(column);
    return at < 0 ? '' : (record[at] ?? '').trim();
  };
  const cells = Object.fromEntries(bulkColumns.map((column) => [column, cell(column)])) as BulkLine['cells'];
  return { line, cells, unreadable: whyUnreadable(record, columns) };
}

/** Reads a bulk file as RFC 4180 has it; refuses what is too large, empty or no CSV, and leaves single lines to be judged one by one (W24). */
export function readBulkFile(csv: string): Judged<readonly BulkLine[]> {
  if (Buffer.byteLength(csv, 'utf8') > MOST_BYTES) return tooLarge;
  const records = recordsOf(csv);
  if (!records.ok) return records;
  const [header, ...rest] = records.value;
  if (header === undefined || isBlank(header)) return empty;
  const columns = readHeader(header);
  if (!columns.ok) return columns;
  const lines = rest.flatMap((record, index) => (isBlank(record) ? [] : [lineOf(record, index + 2, columns.value)]));
  if (lines.length === 0) return empty;
  return lines.length > MOST_LINES ? tooLarge : accepted(lines);
}
