import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Libsql from 'libsql';
import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import type { Database } from './database.ts';
import type { MigrationClass } from './migration.ts';
import { OwnTurn } from './own-turn.ts';
import { judge, repeatOnConflict } from './repeat-on-conflict.ts';
import { runMigrationsOnce } from './run-migrations.ts';
import { sqliteFileLock } from './sqlite-file-lock.ts';
import { sqliteChannel, sqliteConnectionOf, sqliteUnit } from './sqlite-unit.ts';
import { asStatementFailed } from './statement-failed.ts';
import { TurnQueue } from './turn-queue.ts';
import { runUnit } from './unit-of-work.ts';

/** Opens `<directory>/<name>.sqlite`: WAL, every commit on the disk before it is acknowledged, foreign keys on. */
export async function openSqlite(options: {
  readonly directory: string;
  readonly name: string;
  readonly rows: readonly EntitySchema<unknown>[];
  readonly migrations: readonly MigrationClass[];
}): Promise<Database> {
  await mkdir(options.directory, { recursive: true });
  const path = join(options.directory, `${options.name}.sqlite`);
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    driver: Libsql,
    database: path,
    // The driver would wait for another process by stopping this one; waiting is done between tries instead.
    timeout: 0,
    entities: options.rows as MixedList<EntitySchema>,
    migrations: options.migrations as unknown as MixedList<MigrationClass>,
    logging: false,
    prepareDatabase: (connection: { pragma(source: string): unknown }) => {
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL');
    },
  });
  const unlock = await sqliteFileLock(`${path}.migration`);
  try {
    await dataSource.initialize();
    await runMigrationsOnce(dataSource);
  } finally {
    unlock();
  }

  const queue = new TurnQueue();
  const turn = new OwnTurn();
  const channel = sqliteChannel(sqliteConnectionOf(dataSource));
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    turn.refuseInside();
    return queue.run(() => turn.enter(work));
  };
  return {
    engine: 'sqlite',
    transaction: async (work) =>
      repeatOnConflict(() => inTurn(() => runUnit(sqliteUnit(dataSource, channel), work, true))),
    read: async (work) => repeatOnConflict(() => inTurn(() => runUnit(sqliteUnit(dataSource, channel), work, false))),
    autocommit: async (work) =>
      repeatOnConflict(() => inTurn(() => runUnit(sqliteUnit(dataSource, channel), work, false))),
    async ping() {
      await queue.run(async () => {
        await channel.run('SELECT 1', []).catch((error: unknown) => {
          throw judge(asStatementFailed(error));
        });
      });
    },
    async close() {
      await queue.idle();
      if (dataSource.isInitialized) await dataSource.destroy();
    },
  };
}
