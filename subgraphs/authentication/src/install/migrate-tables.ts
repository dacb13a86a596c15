import type { Manifest } from '@countersign/authenticator-kit';
import { type Database, type Transaction, execute, insert, query } from '@countersign/platform';

/** MySQL's own numbers for a table, a column or an index that is there already. */
const alreadyThere: readonly unknown[] = [1050, 1060, 1061];
const lock = 'countersign_authenticator_tables';

/** Makes the tables that plugins declare, each migration once, also when several processes start together. */
export async function migrateTables(database: Database, manifests: readonly Manifest[], now: number): Promise<void> {
  await database.transaction(
    async (tx) => {
      if (database.engine === 'mysql') await query(tx, 'SELECT GET_LOCK(?, 50) AS held', [lock]);
      try {
        const made = new Set(
          (await query<{ name: string }>(tx, 'SELECT name FROM authenticator_table')).map((row) => row.name),
        );
        for (const manifest of manifests) {
          for (const table of manifest.tables ?? []) {
            const name = `${manifest.id}/${table.name}`;
            if (made.has(name)) continue;
            for (const sql of table.up[database.engine]) await runOnce(tx, sql);
            await insert(tx, 'authenticator_table', { name, made_at: now });
          }
        }
      } finally {
        if (database.engine === 'mysql') await query(tx, 'SELECT RELEASE_LOCK(?) AS freed', [lock]);
      }
    },
    { statementMs: 60_000 },
  );
}

/** MySQL commits each DDL at once: after a kill between it and the record the table, column or index is already there. */
async function runOnce(tx: Transaction, sql: string): Promise<void> {
  try {
    await execute(tx, sql);
  } catch (error) {
    if (!alreadyThere.includes((error as { errno?: unknown }).errno)) throw error;
  }
}
