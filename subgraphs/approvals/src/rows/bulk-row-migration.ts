import { type MigrationClass, tableMigration } from '@countersign/platform';

/** The lines of bulk requests with what became of each: the result report, kept for ever (W24). */
export const bulkRowMigration: MigrationClass = tableMigration(
  1_700_000_030_200,
  'bulk_row',
  [
    'request_id CHAR(36) NOT NULL',
    'line INT NOT NULL',
    'action VARCHAR(40) NOT NULL',
    'user_id VARCHAR(40) NOT NULL',
    'state VARCHAR(8) NOT NULL',
    // NULL, like the target and the change below, where the line was refused at the submission.
    'kind VARCHAR(40) NULL',
    'target_key VARCHAR(190) NULL',
    'target_uuid CHAR(36) NULL',
    'target_user_id VARCHAR(16) NULL',
    'before_json MEDIUMTEXT NULL',
    'after_json MEDIUMTEXT NULL',
    'payload_json MEDIUMTEXT NULL',
    'target_version BIGINT NULL',
    'warnings_json MEDIUMTEXT NOT NULL',
    'code VARCHAR(80) NULL',
    'message VARCHAR(1000) NULL',
    'field VARCHAR(80) NULL',
    'struck_by VARCHAR(16) NULL',
    'applied_at BIGINT NULL',
    'PRIMARY KEY (request_id, line)',
  ],
  { indexes: [{ name: 'bulk_row_state', columns: ['request_id', 'state', 'line'] }] },
);
