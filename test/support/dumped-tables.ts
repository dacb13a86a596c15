import type { Stack } from './stacks.ts';
import type { PartName } from './tables.ts';

const parts: readonly PartName[] = ['identity', 'approvals', 'authentication'];

/** Every row of every table but the named ones, as text by table; embedded shape only. */
export async function dumpedTables(stack: Stack, leftOut: RegExp): Promise<ReadonlyMap<string, readonly string[]>> {
  const dumped = new Map<string, readonly string[]>();
  for (const part of parts) {
    const tables = await stack.tables(part);
    const names = await tables.rows<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`);
    for (const { name } of names.filter((each) => !leftOut.test(each.name))) {
      const rows = await tables.rows(`SELECT * FROM "${name}"`);
      dumped.set(`${part}.${name}`, rows.map((row) => JSON.stringify(row)).toSorted());
    }
  }
  return dumped;
}

/** Only the rows in which one of these words stands, tables without any left out. */
export function rowsNaming(
  dumped: ReadonlyMap<string, readonly string[]>,
  words: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const kept = [...dumped].map(
    ([table, rows]) => [table, rows.filter((row) => words.some((word) => row.includes(word)))] as const,
  );
  return new Map(kept.filter(([, rows]) => rows.length > 0));
}
