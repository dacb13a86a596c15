import Database from 'libsql';
import type { TableMigration } from '../authenticator.ts';
import type { PluginTransaction } from '../ports.ts';
import type { TablesUnderTest } from './tables-under-test.ts';

/** The tables port over a private SQLite in memory. One connection; transactions queue for it, as they do in the host on this engine. */
export function sqliteTables(migrations: readonly TableMigration[]): TablesUnderTest {
  const database = new Database(':memory:');
  for (const { up } of migrations) for (const statement of up.sqlite) database.exec(statement);

  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };
  const tx = transactionOn(database);

  return {
    port: {
      read: (work) => inTurn(() => work(tx)),
      transaction: (work) =>
        inTurn(async () => {
          database.exec('BEGIN IMMEDIATE');
          try {
            const result = await work(tx);
            database.exec('COMMIT');
            return result;
          } catch (error) {
            database.exec('ROLLBACK');
            throw error;
          }
        }),
    },
    async dump() {
      const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all() as {
        name: string;
      }[];
      return JSON.stringify(tables.map(({ name }) => [name, database.prepare(`SELECT * FROM ${name}`).all()]));
    },
    close: async () => void database.close(),
  };
}

function transactionOn(database: Database.Database): PluginTransaction {
  return {
    query: async <Row>(sql: string, parameters: readonly unknown[]) =>
      database.prepare(sql).all(...parameters) as readonly Row[],
    execute: async (sql, parameters) => database.prepare(sql).run(...parameters).changes,
    async insertIfAbsent(table, row) {
      const columns = Object.keys(row);
      const marks = columns.map(() => '?').join(', ');
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks}) ON CONFLICT DO NOTHING`;
      return database.prepare(sql).run(...Object.values(row)).changes === 1;
    },
  };
}
