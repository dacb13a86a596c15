import { stringify } from 'csv-stringify/sync';
import type { ExportPage } from './export-desk.ts';
import { formulaSafe } from './formula-safe.ts';

const BOM = '\uFEFF';
/** Few enough that their text is a small object, which is collected soon: files of any length then need the same memory. */
const ROWS_AT_ONCE = 200;

/** RFC 4180: commas, CRLF, quotes where they are needed. */
function lines(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => row.map(formulaSafe)),
    // A carriage return alone is a line break to many readers, so it is quoted as one.
    { record_delimiter: '\r\n', quoted_match: '\r' },
  );
}

/** A report as CSV in UTF-8 with a byte order mark, its header row first; one page is in memory at a time. */
export async function* csvFile(pages: AsyncIterable<ExportPage>): AsyncGenerator<string> {
  let begun = false;
  for await (const { columns, rows } of pages) {
    if (!begun) yield BOM + lines([columns.map(({ title }) => title)]);
    begun = true;
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield lines(rows.slice(at, at + ROWS_AT_ONCE));
  }
}
