import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable, type MigrationClass, type TableIndex } from './migration.ts';

/** A migration that creates one table. `timestamp` is 13 digits and orders it among the package's own. */
export function tableMigration(
  timestamp: number,
  table: string,
  columns: readonly string[],
  options: { readonly indexes?: readonly TableIndex[] } = {},
): MigrationClass {
  const name = `${table}_${String(timestamp).padStart(13, '0')}`;
  return class implements MigrationInterface {
    readonly name = name;
    async up(queryRunner: QueryRunner): Promise<void> {
      await createTable(queryRunner, table, columns, options);
    }
    async down(queryRunner: QueryRunner): Promise<void> {
      await dropTable(queryRunner, table);
    }
  };
}
