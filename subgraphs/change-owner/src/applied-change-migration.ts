import { type MigrationClass, tableMigration } from '@countersign/platform';

const ASCII = 'CHARACTER SET ascii COLLATE ascii_bin';

/** The table of what was applied: its primary key is what makes a change happen once (A2). */
export function appliedChangeMigration(timestamp: number): MigrationClass {
  return tableMigration(timestamp, 'applied_change', [
    `request_id VARCHAR(80) ${ASCII} NOT NULL PRIMARY KEY`,
    `kind VARCHAR(40) ${ASCII} NOT NULL`,
    `target_uuid CHAR(36) ${ASCII} NOT NULL`,
    'claimed_at BIGINT NOT NULL',
    'outcome TEXT NULL',
  ]);
}
