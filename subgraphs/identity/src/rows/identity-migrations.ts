import { appliedChangeMigration } from '@countersign/change-owner';
import {
  auditMigration,
  auditSealMigration,
  auditSearchMigration,
  bothEngines,
  type MigrationClass,
  outboxMigration,
  tableMigration,
} from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { houseMigrations } from './house-migrations.ts';
import { reportMigrations } from './report-migrations.ts';
import { eserviceMigrations } from './eservice-migrations.ts';

const ASCII = 'CHARACTER SET ascii COLLATE ascii_bin';

const clearingParticipant = tableMigration(1790000000001, 'clearing_participant', [
  `code VARCHAR(6) ${ASCII} NOT NULL PRIMARY KEY`,
  'name VARCHAR(120) NOT NULL',
  `clearing_house VARCHAR(5) ${ASCII} NOT NULL`,
  'firm VARCHAR(120) NOT NULL',
  'email_domains TEXT NOT NULL',
  'created_at BIGINT NOT NULL',
]);

/** Columns of a profile; the import's waiting rows have the same. */
const profileColumns = [
  `uuid CHAR(36) ${ASCII} NOT NULL`,
  `user_id VARCHAR(16) ${ASCII} NOT NULL`,
  `type VARCHAR(4) ${ASCII} NOT NULL`,
  `participant VARCHAR(6) ${ASCII} NULL`,
  `clearing_house VARCHAR(5) ${ASCII} NULL`,
  `status VARCHAR(8) ${ASCII} NOT NULL`,
  'surname VARCHAR(64) NOT NULL',
  'other_names VARCHAR(64) NOT NULL',
  // What a search for a name looks at: lower case, each word after a blank.
  'name_key VARCHAR(200) NOT NULL',
  `email VARCHAR(254) ${ASCII} NULL`,
  `mailbox_key VARCHAR(254) ${ASCII} NULL`,
  `enable_from CHAR(10) ${ASCII} NULL`,
  `disable_after CHAR(10) ${ASCII} NULL`,
  `clearing_house_options VARCHAR(11) ${ASCII} NOT NULL`,
  'settlement_agent_name VARCHAR(64) NULL',
  // Group codes with a blank on both sides, so that one LIKE finds one group.
  `group_codes VARCHAR(400) ${ASCII} NOT NULL`,
  `srn VARCHAR(32) ${ASCII} NULL`,
  `certificate_expiry CHAR(10) ${ASCII} NULL`,
  'smartcard_allowed SMALLINT NOT NULL',
  `created_in_phase VARCHAR(12) ${ASCII} NOT NULL`,
  'version BIGINT NOT NULL',
  'security_version BIGINT NOT NULL',
  'created_at BIGINT NOT NULL',
  'updated_at BIGINT NOT NULL',
];

const userProfile = tableMigration(
  1790000000002,
  'user_profile',
  [
    ...profileColumns,
    // The user ID while the profile lives, null once it is a tombstone: unique among the living (domain 3.2.8).
    `live_user_id VARCHAR(16) ${ASCII} NULL`,
    'deleted_at BIGINT NULL',
    'PRIMARY KEY (uuid)',
  ],
  {
    indexes: [
      { name: 'user_profile_live', columns: ['live_user_id'], unique: true },
      { name: 'user_profile_listing', columns: ['participant', 'live_user_id'] },
      { name: 'user_profile_mailbox', columns: ['mailbox_key', 'live_user_id'] },
      { name: 'user_profile_user_id', columns: ['user_id'] },
    ],
  },
);

const waitingRow = tableMigration(1790000000003, 'import_row', [
  `import_id CHAR(36) ${ASCII} NOT NULL`,
  ...profileColumns,
  'PRIMARY KEY (import_id, user_id)',
]);

const calendarOverride = tableMigration(1790000000004, 'calendar_override', [
  `on_date CHAR(10) ${ASCII} NOT NULL PRIMARY KEY`,
  'opens_at_minute SMALLINT NULL',
  'closes_at_minute SMALLINT NULL',
  'reason VARCHAR(200) NOT NULL',
  'written_at BIGINT NOT NULL',
]);

const migrationPhase = tableMigration(1790000000006, 'migration_phase', [
  'id SMALLINT NOT NULL PRIMARY KEY',
  `phase VARCHAR(12) ${ASCII} NOT NULL`,
  'changed_at BIGINT NOT NULL',
]);

/** A new installation stands before the parallel run; there is always exactly this one row. */
class FirstPhase implements MigrationInterface {
  readonly name = 'first_phase_1790000000007';
  async up(queryRunner: QueryRunner): Promise<void> {
    const values = `INTO migration_phase (id, phase, changed_at) VALUES (1, 'PRE_PARALLEL', 0)`;
    await bothEngines(queryRunner, { sqlite: [`INSERT OR IGNORE ${values}`], mysql: [`INSERT IGNORE ${values}`] });
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DELETE FROM migration_phase WHERE id = 1');
  }
}

/** All tables of this subgraph, oldest first. */
export const identityMigrations: readonly MigrationClass[] = [
  auditMigration(1790000000008),
  outboxMigration(1790000000009),
  clearingParticipant,
  userProfile,
  waitingRow,
  calendarOverride,
  appliedChangeMigration(1790000000005),
  migrationPhase,
  FirstPhase,
  ...houseMigrations,
  ...reportMigrations,
  auditSealMigration(1790000000500),
  auditSearchMigration(1790000000501),
  ...eserviceMigrations,
];
