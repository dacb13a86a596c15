import type { Readable } from 'node:stream';
import type { ImportRow } from '@countersign/identity';
import { Fault } from '@countersign/platform';
import { CsvError, parse } from 'csv-parse';
import { columnsOf } from './columns.ts';
import { whyUnreadable } from './why-unreadable.ts';

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const SETTINGS = {
  bom: true,
  info: true,
  relax_column_count: true,
  // A stray mark is then a matter of its own row, which is refused when it cannot be read; the others go on.
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: 64 * 1024,
} as const;

const count = ({ record }: Parsed, wanted: RegExp): number => record.join(',').match(wanted)?.length ?? 0;

/**
 * Tells of each record, in their order, the line in which it begins. The parser counts to the line in which it ends, and
 * counts a CR LF between quotation marks twice.
 */
function lineCounter(): (parsed: Parsed) => number {
  let countedTwice = 0;
  return (parsed) => {
    countedTwice += count(parsed, /\r\n/g);
    return parsed.info.lines - countedTwice - count(parsed, /\r\n|\r|\n/g);
  };
}

/** Reads a listing row by row, so that memory does not grow with the file. `line` is the row's first line in it. */
export async function* importedRows(file: Readable, participant: string | null): AsyncGenerator<ImportRow> {
  const parser = file.pipe(parse(SETTINGS));
  file.on('error', (error) => parser.destroy(error));
  const firstLine = lineCounter();
  let header: { readonly width: number; readonly columns: ReturnType<typeof columnsOf> } | null = null;
  try {
    for await (const parsed of parser as AsyncIterable<Parsed>) {
      const { record } = parsed;
      const line = firstLine(parsed);
      if (header === null) {
        header = { width: record.length, columns: columnsOf(record, participant !== null) };
        continue;
      }
      const why = whyUnreadable(record, header.width);
      const row = rowOf(record, line, header.columns, participant);
      yield why === null ? row : { ...row, unreadable: why };
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new Fault('CSV_MALFORMED', `The file is not readable as CSV: ${error.message}`);
    throw error;
  }
  if (header === null) throw new Fault('CSV_EMPTY', 'The file is empty: it needs a header line.');
}

function rowOf(
  record: readonly string[],
  line: number,
  columns: ReturnType<typeof columnsOf>,
  participant: string | null,
): ImportRow {
  const cell = (column: keyof typeof columns) => record[columns[column] ?? -1]?.trim() ?? '';
  return {
    line,
    userId: cell('userId'),
    surname: cell('surname'),
    otherNames: cell('otherNames'),
    status: cell('status'),
    enableFrom: cell('enableFrom'),
    disableAfter: cell('disableAfter'),
    clearingHouseOptions: cell('clearingHouseOptions') || 'DERIVATIVES',
    groups: cell('groups')
      .split(/[\s,;|]+/)
      .filter((group) => group !== ''),
    srn: cell('srn'),
    certificateExpiry: cell('certificateExpiry'),
    email: cell('email'),
    participant: cell('participant') || (participant ?? ''),
  };
}
