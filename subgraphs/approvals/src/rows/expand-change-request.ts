import type { MigrationClass } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS: readonly (readonly [name: string, type: string])[] = [
  // The same as target_uuid where the target is a profile; NULL in rows older than the column.
  ['target_key', 'VARCHAR(190) NULL'],
  ['subject', 'VARCHAR(190) NULL'],
  ['form_reference', 'VARCHAR(32) NULL'],
  ['break_glass_reason', 'VARCHAR(500) NULL'],
  ['ending_reason', 'VARCHAR(500) NULL'],
  ['sole_da', 'SMALLINT NOT NULL DEFAULT 0'],
  // 1 once checkers were told that the request waits for them.
  ['waiting_told', 'SMALLINT NOT NULL DEFAULT 0'],
];

const INDEXES: readonly (readonly [name: string, columns: string])[] = [
  ['change_request_pending', 'participant, state, submitted_at, id'],
  ['change_request_by_state', 'state, submitted_at, id'],
  ['change_request_by_kind', 'kind, submitted_at, id'],
  ['change_request_by_maker', 'maker_user_id, submitted_at, id'],
  ['change_request_by_checker', 'decider_user_id, submitted_at, id'],
  ['change_request_by_subject', 'subject, submitted_at, id'],
  ['change_request_untold', 'state, waiting_told, submitted_at'],
];

async function hasIndex(queryRunner: QueryRunner, name: string): Promise<boolean> {
  const sqlite = queryRunner.dataSource.options.type === 'better-sqlite3';
  const sql = sqlite
    ? `SELECT name FROM sqlite_master WHERE type = 'index' AND name = ?`
    : `SELECT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'change_request' AND index_name = ?`;
  const found: unknown[] = await queryRunner.query(sql, [name]);
  return found.length > 0;
}

/**
 * Requests about more than profiles, and lists by whatever people look for. Each step looks first: an engine commits each
 * DDL at once, so a killed migration runs again.
 */
export const expandChangeRequest: MigrationClass = class implements MigrationInterface {
  readonly name = 'change_request_columns_1700000030101';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, type] of COLUMNS) {
      if (await queryRunner.hasColumn('change_request', name)) continue;
      await queryRunner.query(`ALTER TABLE change_request ADD COLUMN ${name} ${type}`);
    }
    for (const [name, columns] of INDEXES) {
      if (!(await hasIndex(queryRunner, name)))
        await queryRunner.query(`CREATE INDEX ${name} ON change_request (${columns})`);
    }
    await queryRunner.query('UPDATE change_request SET subject = target_user_id WHERE subject IS NULL');
  }

  async down(): Promise<void> {
    // Columns and indexes that the former release does not know do no harm to it.
  }
};
