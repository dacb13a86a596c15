import mysql, { type Pool, type PoolConnection, type PoolOptions, type ResultSetHeader } from 'mysql2';
import type { SqlChannel, StatementOutcome } from './sql-channel.ts';
import { bindable } from './sql-value.ts';
import { asStatementFailed } from './statement-failed.ts';
import { PatienceEnded, within } from './within.ts';

/** Locks are short here: a wait over 1 s is a knot, and the whole transaction starts again (1205). */
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 1,
     sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,PIPES_AS_CONCAT'`,
];

/** mysql2 as TypeORM sees it, except that each new connection is set up once instead of each transaction (saves a round trip). */
export const preparedDriver: Omit<typeof mysql, 'createPool'> & { createPool(options: PoolOptions): Pool } = {
  ...mysql,
  createPool(options: PoolOptions): Pool {
    const pool = mysql.createPool(options);
    pool.on('connection', (connection) => {
      for (const sql of SESSION) connection.query(sql, (error) => error && connection.destroy());
    });
    return pool;
  },
};

function integer(value: ReturnType<typeof bindable>): unknown {
  return typeof value === 'bigint' ? mysql.TypedParameter.LONGLONG(value) : value;
}

function runPrepared(connection: PoolConnection, sql: string, values: readonly unknown[]): Promise<StatementOutcome> {
  return new Promise((resolve, reject) => {
    connection.execute(sql, values as never, (error, result) => {
      if (error) return reject(asStatementFailed(error, sql));
      if (Array.isArray(result)) return resolve({ affected: 0, rows: result });
      resolve({ affected: (result as ResultSetHeader).affectedRows, rows: [] });
    });
  });
}

/** Prepared statements on one connection. Without an answer in time the connection is dropped: what it was doing is unknown. */
export function mysqlChannel(connection: PoolConnection, statementMs: number): SqlChannel {
  return {
    async run(sql, parameters) {
      const values = parameters.map((value) => integer(bindable(value)));
      const outcome = within(statementMs, 'The database', runPrepared(connection, sql, values));
      return outcome.catch((error: unknown) => {
        if (error instanceof PatienceEnded) connection.destroy();
        throw error;
      });
    },
  };
}
