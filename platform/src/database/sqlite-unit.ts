import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { bindable } from './sql-value.ts';
import type { SqlChannel, StatementOutcome } from './sql-channel.ts';
import { asStatementFailed, isConflict, StatementFailed } from './statement-failed.ts';
import type { Unit } from './unit-of-work.ts';

interface SqliteStatement {
  readonly reader: boolean;
  run(parameters: unknown[]): { changes: number };
  all(parameters: unknown[]): unknown[];
}

interface SqliteConnection {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): void;
}

const CACHED_STATEMENTS = 500;
const BUSY_MS = 2_000;
const BUSY_PAUSE_MS = 10;

/** The connection that TypeORM holds; statements go straight to it, since the mapper's own path binds integers as REAL. */
export function sqliteConnectionOf(dataSource: DataSource): SqliteConnection {
  return (dataSource.driver as unknown as { databaseConnection: SqliteConnection }).databaseConnection;
}

/** Prepared statements on the one connection; each text is compiled once. */
export function sqliteChannel(connection: SqliteConnection): SqlChannel {
  const compiled = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => {
    const known = compiled.get(sql);
    if (known) return known;
    const fresh = connection.prepare(sql);
    if (compiled.size >= CACHED_STATEMENTS) compiled.clear();
    compiled.set(sql, fresh);
    return fresh;
  };
  return {
    async run(sql, parameters): Promise<StatementOutcome> {
      const values = parameters.map(bindable);
      const statement = prepare(sql);
      if (statement.reader) return { affected: 0, rows: statement.all(values) };
      return { affected: statement.run(values).changes, rows: [] };
    },
  };
}

/** False while another process writes; throws that when it is `late`. */
function tryBegin(run: (sql: string) => void, late: boolean): boolean {
  try {
    run('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (late || !(error instanceof StatementFailed) || !isConflict(error)) throw error;
    return false;
  }
}

/** One turn on the one connection. IMMEDIATE takes the write lock at once, so that two processes queue instead of colliding. */
export function sqliteUnit(dataSource: DataSource, channel: SqlChannel): Unit {
  const connection = sqliteConnectionOf(dataSource);
  const runner = dataSource.createQueryRunner();
  // TypeORM can only begin DEFERRED; its runner must still know, or a repository's save would begin once more.
  const state = runner as unknown as { isTransactionActive: boolean; transactionDepth: number };
  const run = (sql: string): void => {
    try {
      connection.exec(sql);
    } catch (error) {
      throw asStatementFailed(error, sql);
    }
  };
  return {
    tx: runner.manager,
    channel,
    async begin() {
      const deadline = performance.now() + BUSY_MS;
      while (!tryBegin(run, performance.now() > deadline)) await wait(randomInt(1, BUSY_PAUSE_MS));
      state.isTransactionActive = true;
      state.transactionDepth = 1;
    },
    async commit() {
      run('COMMIT');
      state.isTransactionActive = false;
      state.transactionDepth = 0;
    },
    async rollback() {
      const began = state.isTransactionActive;
      state.isTransactionActive = false;
      state.transactionDepth = 0;
      if (!began) return;
      try {
        run('ROLLBACK');
      } catch {
        // SQLite has already rolled back by itself (disk full, busy at COMMIT): there is nothing left to undo.
      }
    },
    async release() {},
  };
}
