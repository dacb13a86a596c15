import {
  type MigrationClass,
  auditMigration,
  auditSealMigration,
  auditSearchMigration,
  outboxMigration,
  tableMigration,
} from '@countersign/platform';
import { bulkRowMigration } from './bulk-row-migration.ts';
import { expandChangeRequest } from './expand-change-request.ts';
import { reportIndexes } from './report-indexes.ts';
import { openTargetMigration } from './open-target-migration.ts';
import { phaseReviewMigration } from './phase-reviews.ts';

const changeRequest = tableMigration(
  1_700_000_030_001,
  'change_request',
  [
    'id CHAR(36) NOT NULL PRIMARY KEY',
    'kind VARCHAR(40) NOT NULL',
    'state VARCHAR(16) NOT NULL',
    // The profile while the request is open and NULL afterwards. Still written for the release before `open_target`.
    'open_target CHAR(36) NULL',
    'target_uuid CHAR(36) NOT NULL',
    'target_user_id VARCHAR(16) NOT NULL',
    'participant VARCHAR(8) NULL',
    'maker_uuid CHAR(36) NOT NULL',
    'maker_user_id VARCHAR(16) NOT NULL',
    'before_json MEDIUMTEXT NOT NULL',
    'after_json MEDIUMTEXT NOT NULL',
    'payload_json MEDIUMTEXT NOT NULL',
    'target_version BIGINT NOT NULL',
    'digest CHAR(43) NOT NULL',
    'warnings_json MEDIUMTEXT NOT NULL',
    'summary VARCHAR(500) NOT NULL',
    'success_message VARCHAR(200) NOT NULL',
    'submitted_at BIGINT NOT NULL',
    'expires_at BIGINT NOT NULL',
    'decision_tries BIGINT NOT NULL DEFAULT 0',
    'decided_at BIGINT NULL',
    'decider_uuid CHAR(36) NULL',
    'decider_user_id VARCHAR(16) NULL',
    'decision_method VARCHAR(8) NULL',
    'ending_code VARCHAR(80) NULL',
    'ending_message VARCHAR(1000) NULL',
    'apply_again_at BIGINT NULL',
    'apply_tries BIGINT NOT NULL DEFAULT 0',
  ],
  {
    indexes: [
      { name: 'change_request_open_target', columns: ['open_target'], unique: true },
      { name: 'change_request_newest', columns: ['submitted_at', 'id'] },
      { name: 'change_request_tenant', columns: ['participant', 'submitted_at', 'id'] },
      { name: 'change_request_target', columns: ['target_user_id', 'submitted_at'] },
      { name: 'change_request_maker', columns: ['maker_uuid', 'state'] },
      { name: 'change_request_lapse', columns: ['state', 'expires_at'] },
      { name: 'change_request_apply', columns: ['state', 'apply_again_at'] },
    ],
  },
);

const authorisationCode = tableMigration(1_700_000_030_002, 'authorisation_code', [
  'checker_uuid CHAR(36) NOT NULL PRIMARY KEY',
  'version BIGINT NOT NULL',
  'issued_at BIGINT NOT NULL',
  'revoked_at BIGINT NULL',
  'consecutive_failures BIGINT NOT NULL DEFAULT 0',
]);

const makerSession = tableMigration(
  1_700_000_030_003,
  'maker_session',
  [
    'session_id VARCHAR(64) NOT NULL PRIMARY KEY',
    'consecutive_failures BIGINT NOT NULL DEFAULT 0',
    'last_failure_at BIGINT NOT NULL',
  ],
  { indexes: [{ name: 'maker_session_last_failure', columns: ['last_failure_at'] }] },
);

/** Every table of this subgraph, in the order in which it came to be. */
export const approvalsMigrations: readonly MigrationClass[] = [
  changeRequest,
  authorisationCode,
  makerSession,
  auditMigration(1_700_000_030_004),
  outboxMigration(1_700_000_030_005),
  auditSealMigration(1_700_000_030_400),
  auditSearchMigration(1_700_000_030_401),
  expandChangeRequest,
  openTargetMigration,
  phaseReviewMigration,
  bulkRowMigration,
  reportIndexes,
];
