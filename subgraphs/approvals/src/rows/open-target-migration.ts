import { type MigrationClass, bothEngines, createTable, dropTable } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const OPEN_ONES = `SELECT open_target, id, target_user_id FROM change_request WHERE open_target IS NOT NULL`;

/** What each open request keeps others off: its primary key lets one request in per target (A2). A bulk request has a row per target. */
export const openTargetMigration: MigrationClass = class implements MigrationInterface {
  readonly name = 'open_target_1700000030102';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createTable(
      queryRunner,
      'open_target',
      [
        'target_key VARCHAR(190) NOT NULL PRIMARY KEY',
        'request_id CHAR(36) NOT NULL',
        // Only where the target is a live profile; its badge is found by it.
        'user_id VARCHAR(16) NULL',
      ],
      {
        indexes: [
          { name: 'open_target_request', columns: ['request_id'] },
          { name: 'open_target_user', columns: ['user_id'] },
        ],
      },
    );
    await bothEngines(queryRunner, {
      sqlite: [`INSERT OR IGNORE INTO open_target (target_key, request_id, user_id) ${OPEN_ONES}`],
      mysql: [`INSERT IGNORE INTO open_target (target_key, request_id, user_id) ${OPEN_ONES}`],
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropTable(queryRunner, 'open_target');
  }
};
