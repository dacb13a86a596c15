import type { EntitySchema } from 'typeorm';
import type { Logger } from '../telemetry/logger.ts';
import type { Database } from './database.ts';
import type { MigrationClass } from './migration.ts';
import { openMysql } from './open-mysql.ts';
import { openSqlite } from './open-sqlite.ts';

/**
 * Opens one part's own tables and brings them up to date: `sqlite:/directory` keeps `<name>.sqlite` there,
 * `mysql://user:password@host:port/prefix` uses the database `<prefix>_<name>`. Processes may start together.
 */
export async function openDatabase(options: {
  readonly url: string;
  readonly name: string;
  readonly rows?: readonly EntitySchema<unknown>[];
  readonly migrations: readonly MigrationClass[];
  readonly logger: Logger;
}): Promise<Database> {
  const { url, name, rows = [], migrations, logger } = options;
  const open = async (): Promise<Database> => {
    if (url.startsWith('sqlite:'))
      return openSqlite({ directory: url.slice('sqlite:'.length), name, rows, migrations });
    if (/^(mysql|mariadb):\/\//.test(url)) return openMysql({ url, name, rows, migrations });
    throw new Error('A database address starts with sqlite: or mysql://.');
  };
  const database = await open();
  logger.debug({ database: name, engine: database.engine }, 'database open');
  return database;
}
