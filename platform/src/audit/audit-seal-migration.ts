import type { MigrationClass } from '../database/migration.ts';
import { tableMigration } from '../database/table-migration.ts';

const DIGEST = 'CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL';

/** The chain of seals over the audit (design 7); its number decides which of several sealers wrote a batch. */
export function auditSealMigration(timestamp: number): MigrationClass {
  return tableMigration(timestamp, 'audit_seal', [
    'number BIGINT NOT NULL PRIMARY KEY',
    'first_seq BIGINT NOT NULL',
    'last_seq BIGINT NOT NULL',
    'row_count BIGINT NOT NULL',
    'seqs MEDIUMTEXT NOT NULL',
    'leaves MEDIUMTEXT NOT NULL',
    `root ${DIGEST}`,
    `previous ${DIGEST}`,
    `seal ${DIGEST}`,
    'sealed_at BIGINT NOT NULL',
    'form SMALLINT NOT NULL',
  ]);
}
