import { CsvError, parse } from 'csv-parse/sync';
import { Fault } from '@countersign/platform';
import type { Token } from './token.ts';

/** Serial number -> user ID, as a participant writes it down. */
export type Holders = ReadonlyMap<string, string>;

const headers: readonly string[] = ['serial', 'userid'];

/** A CSV of two columns, `serial,userId`, with that header line; a serial number that stands there twice is refused. */
export function readHolders(text: string): Holders {
  const [header = [], ...rows] = rowsOf(text);
  if (headers.some((name, column) => header[column]?.trim().toLowerCase() !== name))
    throw new Fault('COLUMNS_MISSING', 'The file of users needs a header line: serial,userId.');
  const holders = new Map<string, string>();
  for (const [serial = '', userId = ''] of rows.map((row) => row.map((cell) => cell.trim()))) {
    if (holders.has(serial))
      throw new Fault('HOLDER_TWICE', `The file of users names the token ${serial} twice. Remove one of the lines.`);
    if (serial !== '' && userId !== '') holders.set(serial, userId);
  }
  return holders;
}

function rowsOf(text: string): readonly (readonly string[])[] {
  try {
    return parse(text, {
      bom: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    if (error instanceof CsvError)
      throw new Fault('CSV_MALFORMED', `The file is not readable as CSV: ${error.message}`);
    throw error;
  }
}

/**
 * The user ID of a token's holder: as the list says, and where there is no list as the file says, either plainly or as the
 * UID or CN of a distinguished name (RFC 6030 4.1, 5).
 */
export function holderOf(token: Token, holders: Holders | null): string | null {
  if (holders !== null) return holders.get(token.serial) ?? null;
  if (token.holder === null) return null;
  return /(?:^|,)\s*(?:UID|CN)\s*=\s*([^,]+)/i.exec(token.holder)?.[1]?.trim() ?? token.holder;
}
