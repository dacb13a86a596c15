import { setTimeout as wait } from 'node:timers/promises';
import mysql, { type Pool, type PoolConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import type { PluginTransaction } from '../ports.ts';
import type { OpenTables } from './tables-under-test.ts';

/** Deadlock, lock wait timeout, and MariaDB's "record has changed": the host repeats the work, so the suite does. */
const conflicts: ReadonlySet<unknown> = new Set([1213, 1205, 1020]);

/** The tables port over MySQL or MariaDB: a pool at READ COMMITTED, so that races are between real connections. */
export function mysqlTables(url: () => string): OpenTables {
  let opened = 0;
  return async (migrations) => {
    const server = new URL(url());
    opened += 1;
    const name = `${server.pathname.slice(1)}_conformance_${opened}`;
    const pool = await openPool(server, name);
    for (const { up } of migrations) for (const statement of up.mysql) await pool.query(statement);
    return {
      port: {
        read: (work) => pool.getConnection().then((one) => work(transactionOn(one)).finally(() => one.release())),
        transaction: (work) => repeated(() => inTransaction(pool, work)),
      },
      async dump() {
        const [tables] = await pool.query<RowDataPacket[]>('SHOW TABLES');
        const names = tables.map((row) => String(Object.values(row)[0]));
        const rows = await Promise.all(
          names.map(async (table) => [table, (await pool.query(`SELECT * FROM ${table}`))[0]]),
        );
        return JSON.stringify(rows);
      },
      async close() {
        await pool.query(`DROP DATABASE ${name}`);
        await pool.end();
      },
    };
  };
}

async function openPool(server: URL, name: string): Promise<Pool> {
  const address = {
    host: server.hostname,
    port: Number(server.port || '3306'),
    user: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
  };
  const first = await mysql.createConnection(address);
  await first.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  await first.end();
  return mysql.createPool({ ...address, database: name, connectionLimit: 16, flags: ['-FOUND_ROWS'] });
}

async function inTransaction<T>(pool: Pool, work: (tx: PluginTransaction) => Promise<T>): Promise<T> {
  const connection = await pool.getConnection();
  try {
    await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await connection.beginTransaction();
    const result = await work(transactionOn(connection));
    await connection.commit();
    return result;
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    connection.release();
  }
}

async function repeated<T>(work: () => Promise<T>, left = 3): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (left === 0 || !conflicts.has((error as { errno?: unknown }).errno)) throw error;
    await wait(10 * (4 - left));
    return repeated(work, left - 1);
  }
}

function transactionOn(connection: PoolConnection): PluginTransaction {
  const changed = async (sql: string, parameters: readonly unknown[]) =>
    (await connection.query<ResultSetHeader>(sql, [...parameters]))[0].affectedRows;
  return {
    query: async <Row>(sql: string, parameters: readonly unknown[]) =>
      (await connection.query<RowDataPacket[]>(sql, [...parameters]))[0] as unknown as readonly Row[],
    execute: changed,
    async insertIfAbsent(table, row) {
      const columns = Object.keys(row);
      const marks = columns.map(() => '?').join(', ');
      try {
        return (
          (await changed(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, Object.values(row))) === 1
        );
      } catch (error) {
        if ((error as { errno?: unknown }).errno === 1062) return false;
        throw error;
      }
    },
  };
}
