import mysql from 'mysql2';
import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import type { Database, Patience, Transaction } from './database.ts';
import type { MigrationClass } from './migration.ts';
import { type MysqlAddress, mysqlAddress } from './mysql-address.ts';
import { preparedDriver } from './mysql-connection.ts';
import { withMysqlLock } from './mysql-lock.ts';
import { mysqlUnit } from './mysql-unit.ts';
import { OwnTurn } from './own-turn.ts';
import { judge, repeatOnConflict } from './repeat-on-conflict.ts';
import { runMigrationsOnce } from './run-migrations.ts';
import { asStatementFailed } from './statement-failed.ts';
import { runUnit } from './unit-of-work.ts';

const CONNECT_MS = 1_700;
/** An operation that a silent server holds up is refused within 2 s in all (threats 2). */
const STATEMENT_MS = 1_700;
const CACHED_STATEMENTS = 500;

function dataSourceFor(
  address: MysqlAddress,
  parts: { rows: readonly unknown[]; migrations: readonly unknown[] },
): DataSource {
  return new DataSource({
    type: 'mysql',
    driver: preparedDriver,
    ...address,
    ...(address.tls ? { ssl: { rejectUnauthorized: true } } : {}),
    charset: 'utf8mb4',
    timezone: 'Z',
    connectTimeout: CONNECT_MS,
    supportBigNumbers: true,
    bigNumberStrings: false,
    logging: false,
    entities: parts.rows as MixedList<EntitySchema>,
    migrations: parts.migrations as MixedList<MigrationClass>,
    extra: { maxPreparedStatements: CACHED_STATEMENTS, decimalNumbers: true },
  });
}

/** Opens the database `<prefix>_<name>` on MySQL 8 or MariaDB 10.11+, creating it and its tables when they are missing. */
export async function openMysql(options: {
  readonly url: string;
  readonly name: string;
  readonly rows: readonly EntitySchema<unknown>[];
  readonly migrations: readonly MigrationClass[];
}): Promise<Database> {
  const address = mysqlAddress(options.url, options.name);
  const dataSource = dataSourceFor(address, options);
  try {
    await withMysqlLock(mysql, address, async () => {
      await dataSource.initialize();
      await runMigrationsOnce(dataSource);
    });
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw judge(asStatementFailed(error));
  }

  const turn = new OwnTurn();
  const unit = async <T>(
    work: (tx: Transaction) => Promise<T>,
    patience: Patience | undefined,
    transactional: boolean,
  ): Promise<T> => {
    turn.refuseInside();
    const taken = await mysqlUnit(dataSource, patience?.statementMs ?? STATEMENT_MS).catch((error: unknown) => {
      throw judge(error);
    });
    return turn.enter(() => runUnit(taken, work, transactional));
  };
  return {
    engine: 'mysql',
    transaction: async (work, patience) => repeatOnConflict(() => unit(work, patience, true)),
    read: async (work, patience) => repeatOnConflict(() => unit(work, patience, false)),
    autocommit: async (work, patience) => repeatOnConflict(() => unit(work, patience, false)),
    ping: () => unit(async (tx) => void (await tx.query('SELECT 1')), undefined, false),
    async close() {
      if (dataSource.isInitialized) await dataSource.destroy();
    },
  };
}
