import type { Readable } from 'node:stream';
import type { ImportRow } from '@countersign/identity';
import { Fault } from '@countersign/platform';
import { CsvError, parse } from 'csv-parse';
import { columnsOf } from './columns.ts';

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const SETTINGS = {
  bom: true,
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: 64 * 1024,
} as const;

/** Reads a listing row by row, so that memory does not grow with the file. `line` is the row's last line in it. */
export async function* importedRows(file: Readable, participant: string | null): AsyncGenerator<ImportRow> {
  const parser = file.pipe(parse(SETTINGS));
  file.on('error', (error) => parser.destroy(error));
  let columns: ReturnType<typeof columnsOf> | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (columns === null) {
        columns = columnsOf(record, participant !== null);
        continue;
      }
      yield rowOf(record, info.lines, columns, participant);
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new Fault('CSV_MALFORMED', `The file is not readable as CSV: ${error.message}`);
    throw error;
  }
  if (columns === null) throw new Fault('CSV_EMPTY', 'The file is empty: it needs a header line.');
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
