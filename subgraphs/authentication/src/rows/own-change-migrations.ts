import type { MigrationClass } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts the changes a person made to his factors, so that of several under way at once one ends (O13). */
class FactorVersion implements MigrationInterface {
  readonly name = 'account_factor_version_1767225600700';
  async up(queryRunner: QueryRunner): Promise<void> {
    // MySQL commits each DDL at once: after a kill the column may already be there.
    if (await queryRunner.hasColumn('account', 'factor_version')) return;
    await queryRunner.query('ALTER TABLE account ADD COLUMN factor_version INT NOT NULL DEFAULT 0');
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE account DROP COLUMN factor_version');
  }
}

/** What people change about themselves. */
export const ownChangeMigrations: readonly MigrationClass[] = [FactorVersion];
