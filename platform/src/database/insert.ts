import type { Transaction } from './database.ts';
import { channelOf } from './sql-channel.ts';
import { isDuplicateKey } from './statement-failed.ts';

/** A row to be: column names with what they will hold. */
export type NewRow = Readonly<Record<string, string | number | boolean | null>>;

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

const statements = new Map<string, string>();

/** The text of each statement is made once: the driver finds a prepared statement by its text. */
function statementFor(table: string, columns: readonly string[]): string {
  const key = `${table} ${columns.join(' ')}`;
  const known = statements.get(key);
  if (known !== undefined) return known;
  const made = newStatement(table, columns);
  statements.set(key, made);
  return made;
}

function newStatement(table: string, columns: readonly string[]): string {
  for (const name of [table, ...columns]) {
    if (!NAME.test(name)) throw new Error(`"${name}" is not a table or column name.`);
  }
  return `INSERT INTO \`${table}\` (${columns.map((name) => `\`${name}\``).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
}

/** Adds one row; a duplicate key throws (ask with `isDuplicateKey`). */
export async function insert(tx: Transaction, table: string, row: NewRow): Promise<void> {
  const columns = Object.keys(row);
  await channelOf(tx).run(statementFor(table, columns), Object.values(row));
}

/** Adds rows of the same columns by one statement; nothing for none. A duplicate key throws and adds none of them. */
export async function insertAll(tx: Transaction, table: string, rows: readonly NewRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const more = `, (${columns.map(() => '?').join(', ')})`.repeat(rows.length - 1);
  const values = rows.flatMap((row) => columns.map((column) => row[column] ?? null));
  await channelOf(tx).run(`${statementFor(table, columns)}${more}`, values);
}

/** Adds one row unless a unique key already holds its value; true when this call added it. Any other failure throws. */
export async function insertIfAbsent(tx: Transaction, table: string, row: NewRow): Promise<boolean> {
  try {
    await insert(tx, table, row);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
