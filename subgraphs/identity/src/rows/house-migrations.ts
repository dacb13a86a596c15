import { bothEngines, type MigrationClass, tableMigration } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { standardGroups } from '../groups/standard-groups.ts';

const ASCII = 'CHARACTER SET ascii COLLATE ascii_bin';

const userGroup = tableMigration(1790000000200, 'user_group', [
  `code VARCHAR(24) ${ASCII} NOT NULL PRIMARY KEY`,
  `kind VARCHAR(12) ${ASCII} NOT NULL`,
  'name VARCHAR(80) NOT NULL',
  'functions TEXT NOT NULL',
  'position SMALLINT NOT NULL',
  'retired_at BIGINT NULL',
  'version BIGINT NOT NULL',
]);

/** The groups that the product knew before they were data. */
class FirstGroups implements MigrationInterface {
  readonly name = 'first_groups_1790000000201';
  async up(queryRunner: QueryRunner): Promise<void> {
    const into =
      'INTO user_group (code, kind, name, functions, position, retired_at, version) VALUES (?, ?, ?, ?, ?, NULL, 1)';
    const sqlite = queryRunner.dataSource.options.type === 'better-sqlite3';
    for (const [index, { code, kind, name, functions }] of standardGroups.entries()) {
      const values = [code, kind, name, JSON.stringify(functions), index + 1];
      await queryRunner.query(sqlite ? `INSERT OR IGNORE ${into}` : `INSERT IGNORE ${into}`, values);
    }
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DELETE FROM user_group');
  }
}

/** New columns of tables that are there; each looks first, since MySQL commits each DDL at once and a killed migration runs again. */
const columnMigration = (
  name: string,
  table: string,
  columns: readonly (readonly [name: string, type: string])[],
): MigrationClass =>
  class implements MigrationInterface {
    readonly name = name;
    async up(queryRunner: QueryRunner): Promise<void> {
      for (const [column, type] of columns) {
        if (await queryRunner.hasColumn(table, column)) continue;
        const add = `ALTER TABLE ${table} ADD COLUMN ${column}`;
        await bothEngines(queryRunner, {
          sqlite: [`${add} ${type}`],
          mysql: [`${add} ${type.replace(/^(VARCHAR\(\d+\))/, `$1 ${ASCII}`)}`],
        });
      }
    }
    async down(): Promise<void> {
      // Columns that the former release does not know do no harm to it.
    }
  };

/** Changes whenever a group does, in the row that every request reads. */
const catalogueStamp = columnMigration('catalogue_stamp_1790000000202', 'migration_phase', [
  ['catalogue_stamp', "VARCHAR(36) NOT NULL DEFAULT 'first'"],
]);

/** A removed override stays as a row, so that its version goes on and an older request cannot take it for untouched. */
const overrideVersion = columnMigration('calendar_override_version_1790000000203', 'calendar_override', [
  ['version', 'BIGINT NOT NULL DEFAULT 1'],
  ['removed_at', 'BIGINT NULL'],
]);

const policy = tableMigration(1790000000204, 'policy', [
  `policy_key VARCHAR(40) ${ASCII} NOT NULL`,
  // Empty for the whole house.
  `participant VARCHAR(6) ${ASCII} NOT NULL`,
  // Null once it was taken back: the row stays for its version.
  'value_json TEXT NULL',
  'version BIGINT NOT NULL',
  'updated_at BIGINT NOT NULL',
  'PRIMARY KEY (policy_key, participant)',
]);

const soleDaWaiver = tableMigration(1790000000205, 'sole_da_waiver', [
  `participant VARCHAR(6) ${ASCII} NOT NULL PRIMARY KEY`,
  // Last day, inclusive; null once it was ended.
  `until_date CHAR(10) ${ASCII} NULL`,
  'reason VARCHAR(200) NOT NULL',
  'version BIGINT NOT NULL',
  'updated_at BIGINT NOT NULL',
]);

/** Tables of what belongs to the house: groups, policies, waivers, and versions of its calendar. */
export const houseMigrations: readonly MigrationClass[] = [
  userGroup,
  FirstGroups,
  catalogueStamp,
  overrideVersion,
  policy,
  soleDaWaiver,
];
