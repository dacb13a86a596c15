import type { MigrationClass } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much of the person's one budget went to sources that never signed him in, before any password was proven (O9). */
class StrangerFailures implements MigrationInterface {
  readonly name = 'account_stranger_failures_1767225600500';
  async up(queryRunner: QueryRunner): Promise<void> {
    // MySQL commits each DDL at once: after a kill the column may already be there.
    if (await queryRunner.hasColumn('account', 'stranger_failures')) return;
    await queryRunner.query('ALTER TABLE account ADD COLUMN stranger_failures INT NOT NULL DEFAULT 0');
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE account DROP COLUMN stranger_failures');
  }
}

/** What the limits need to know of a person. */
export const limitMigrations: readonly MigrationClass[] = [StrangerFailures];
