import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A TypeORM migration that runs on both engines. Its `name` ends in 13 digits that order it. */
export type MigrationClass = new () => MigrationInterface;

/** An index of a new table. */
export interface TableIndex {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique?: boolean;
}

/** Stands for an ascending number that the engine draws: `seq ${AUTO_ID}`. */
export const AUTO_ID = '/*auto-id*/';

function isSqlite(queryRunner: QueryRunner): boolean {
  return queryRunner.dataSource.options.type === 'better-sqlite3';
}

/** A binary collation without padding where the engine has one: `a` and `a ` differ, as on SQLite. */
async function collationOf(queryRunner: QueryRunner): Promise<string> {
  const rows: { version: string }[] = await queryRunner.query('SELECT VERSION() AS version');
  return /mariadb/i.test(rows[0]?.version ?? '') ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
}

function columnFor(sqlite: boolean, column: string): string {
  if (!sqlite) return column.replace(AUTO_ID, 'BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY');
  return column
    .replace(AUTO_ID, 'INTEGER PRIMARY KEY AUTOINCREMENT')
    .replace(/ CHARACTER SET \w+/gi, '')
    .replace(/ COLLATE \w+/gi, '');
}

/**
 * Creates a table on either engine from column and constraint lines in their common dialect (`id CHAR(36) NOT NULL`,
 * `PRIMARY KEY (id)`). Repeating it is harmless: MySQL commits each DDL at once, so a killed migration runs again.
 */
export async function createTable(
  queryRunner: QueryRunner,
  name: string,
  columns: readonly string[],
  options: { readonly indexes?: readonly TableIndex[] } = {},
): Promise<void> {
  const sqlite = isSqlite(queryRunner);
  const lines = columns.map((column) => columnFor(sqlite, column));
  const indexes = options.indexes ?? [];
  const kind = (index: TableIndex): string => (index.unique ? 'UNIQUE INDEX' : 'INDEX');
  if (sqlite) {
    await queryRunner.query(`CREATE TABLE IF NOT EXISTS ${name} (${lines.join(', ')})`);
    for (const index of indexes) {
      await queryRunner.query(
        `CREATE ${kind(index)} IF NOT EXISTS ${index.name} ON ${name} (${index.columns.join(', ')})`,
      );
    }
    return;
  }
  // On MySQL the indexes belong to the same statement, so that the table never exists without them.
  const keys = indexes.map((index) => `${kind(index)} ${index.name} (${index.columns.join(', ')})`);
  const collation = await collationOf(queryRunner);
  await queryRunner.query(
    `CREATE TABLE IF NOT EXISTS ${name} (${[...lines, ...keys].join(', ')}) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation}`,
  );
}

/** Removes a table if it is there. */
export async function dropTable(queryRunner: QueryRunner, name: string): Promise<void> {
  await queryRunner.query(`DROP TABLE IF EXISTS ${name}`);
}

/** Runs statements that differ between the engines, in order. */
export async function bothEngines(
  queryRunner: QueryRunner,
  statements: { readonly sqlite: readonly string[]; readonly mysql: readonly string[] },
): Promise<void> {
  for (const sql of isSqlite(queryRunner) ? statements.sqlite : statements.mysql) await queryRunner.query(sql);
}
