import type { MigrationClass } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes that rest on a form are found by its reference (H9); nearly all other requests have none. */
export const reportIndexes: MigrationClass = class implements MigrationInterface {
  readonly name = 'change_request_by_form_1700000030300';

  async up(queryRunner: QueryRunner): Promise<void> {
    const sqlite = queryRunner.dataSource.options.type === 'better-sqlite3';
    const on = 'change_request_by_form ON change_request (form_reference, submitted_at, id)';
    if (sqlite) {
      await queryRunner.query(`CREATE INDEX IF NOT EXISTS ${on}`);
      return;
    }
    // MySQL commits each DDL at once and knows no IF NOT EXISTS: a migration killed half way runs again.
    const found: unknown[] = await queryRunner.query(
      `SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'change_request' AND index_name = 'change_request_by_form'`,
    );
    if (found.length === 0) await queryRunner.query(`CREATE INDEX ${on}`);
  }

  async down(): Promise<void> {
    // An index that the former release does not know does no harm to it.
  }
};
