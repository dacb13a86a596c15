import { accepted, type Judged, refused } from '../refusal.ts';
import { type BulkColumn, bulkColumns } from './bulk-line.ts';

const REQUIRED: readonly BulkColumn[] = ['action', 'user_id'];

const known = (name: string): name is BulkColumn => (bulkColumns as readonly string[]).includes(name);

const malformed = (message: string) =>
  refused('BULK_MALFORMED', `Line 1: ${message}`, { field: 'csv', details: { line: 1 } });

/** Which column each cell of a line belongs to; a name is read in any case, and an unknown or repeated one is refused by name (W24). */
export function readHeader(record: readonly string[]): Judged<readonly BulkColumn[]> {
  const columns: BulkColumn[] = [];
  for (const cell of record) {
    const name = cell.trim().toLowerCase().replaceAll(' ', '_');
    const shown = cell.trim().slice(0, 40);
    if (!known(name)) return malformed(`there is no column "${shown}". The columns are ${bulkColumns.join(', ')}.`);
    if (columns.includes(name)) return malformed(`the column "${shown}" appears twice.`);
    columns.push(name);
  }
  const missing = REQUIRED.find((each) => !columns.includes(each));
  return missing === undefined ? accepted(columns) : malformed(`the column "${missing}" is missing.`);
}
