import type mysqlDriver from 'mysql2';
import type { RowDataPacket } from 'mysql2';
import type { MysqlAddress } from './mysql-address.ts';

const WAIT_S = 60;
const CONNECT_MS = 2_000;

/**
 * Creates the database when it is missing and runs work under a server-wide lock named after it, so that processes
 * starting together migrate one after another. The server frees the lock when the connection ends, however it ends.
 */
export async function withMysqlLock(
  mysql: typeof mysqlDriver,
  address: MysqlAddress,
  work: () => Promise<void>,
): Promise<void> {
  const connection = mysql.createConnection({
    host: address.host,
    port: address.port,
    user: address.username,
    password: address.password,
    connectTimeout: CONNECT_MS,
    ...(address.socketPath === undefined ? {} : { socketPath: address.socketPath }),
    ...(address.tls ? { ssl: { rejectUnauthorized: true } } : {}),
  });
  const fatal = new Promise<never>((_resolve, reject) => connection.on('error', reject));
  fatal.catch(() => undefined);
  const ask = async (sql: string, values: readonly unknown[] = []): Promise<RowDataPacket[]> => {
    const [rows] = await Promise.race([connection.promise().query<RowDataPacket[]>(sql, values as unknown[]), fatal]);
    return rows;
  };
  try {
    const [taken] = await ask('SELECT GET_LOCK(?, ?) AS held', [address.database, WAIT_S]);
    if (Number(taken?.['held']) !== 1)
      throw new Error(`Another process holds the migration lock of ${address.database}.`);
    await createDatabase(ask, address.database);
    await work();
  } finally {
    connection.destroy();
  }
}

async function createDatabase(
  ask: (sql: string, values?: readonly unknown[]) => Promise<RowDataPacket[]>,
  name: string,
): Promise<void> {
  const found = await ask('SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = ?', [name]);
  // An account without the right to create databases is welcome when someone else created this one.
  if (found.length === 0) await ask(`CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4`);
}
