import {
  type MigrationClass,
  auditMigration,
  auditSealMigration,
  auditSearchMigration,
  handledEventMigration,
  tableMigration,
} from '@countersign/platform';
import { cardMigrations } from './card-migrations.ts';
import { changeMigrations } from './change-migrations.ts';
import { channelMigrations } from './channel-migrations.ts';
import { limitMigrations } from './limit-migrations.ts';
import { ownChangeMigrations } from './own-change-migrations.ts';
import { sessionMigrations } from './session-migrations.ts';

const id = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const digest = 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin';

/** What authentication knows of a person besides his credentials: budget, lock, channel, last login. */
const accounts = tableMigration(1767225600001, 'account', [
  `profile_uuid ${id} NOT NULL PRIMARY KEY`,
  'second_factor_failures INT NOT NULL DEFAULT 0',
  'reset_failures INT NOT NULL DEFAULT 0',
  'locked_reset_allowance INT NOT NULL DEFAULT 0',
  'attempt_at BIGINT NULL',
  'locked_at BIGINT NULL',
  'lock_reason VARCHAR(40) NULL',
  'otp_channel VARCHAR(10) NULL',
  'email_risk_accepted_at BIGINT NULL',
  'email_risk_version VARCHAR(20) NULL',
  'verified_email VARCHAR(254) NULL',
  'email_verified_at BIGINT NULL',
  'last_login_at BIGINT NULL',
  'last_login_method VARCHAR(20) NULL',
  'last_source VARCHAR(64) NULL',
  'password_failures INT NOT NULL DEFAULT 0',
  'password_changed_at BIGINT NULL',
  'disabled_by_guessing_at BIGINT NULL',
]);

/** `live_key` names the person and the application while the session lives, so that two cannot live at once (SE2, S6). */
const sessions = tableMigration(
  1767225600002,
  'session',
  [
    `id ${id} NOT NULL PRIMARY KEY`,
    `token_digest ${digest} NOT NULL UNIQUE`,
    `flow_id ${digest} NOT NULL UNIQUE`,
    `live_key ${digest} NULL UNIQUE`,
    `profile_uuid ${id} NOT NULL`,
    'user_id VARCHAR(16) NOT NULL',
    'participant VARCHAR(32) NULL',
    'application VARCHAR(10) NOT NULL',
    'methods VARCHAR(200) NOT NULL',
    'security_version INT NOT NULL',
    'source_address VARCHAR(64) NOT NULL',
    'opened_at BIGINT NOT NULL',
    'last_seen_at BIGINT NOT NULL',
    'expires_at BIGINT NOT NULL',
    'stepped_up_at BIGINT NULL',
    'ended_at BIGINT NULL',
    'end_reason VARCHAR(40) NULL',
  ],
  {
    indexes: [
      { name: 'session_person', columns: ['profile_uuid', 'source_address'] },
      { name: 'session_ended', columns: ['ended_at'] },
    ],
  },
);

/** Flows that ended in a change other than a session; the row is the decision, whatever the volatile store remembers (design 7). */
const spentFlows = tableMigration(
  1767225600003,
  'spent_flow',
  [`flow_id ${digest} NOT NULL PRIMARY KEY`, 'spent_at BIGINT NOT NULL'],
  { indexes: [{ name: 'spent_flow_at', columns: ['spent_at'] }] },
);

/** Notices without secrets that are still to be mailed; a sent one is deleted (D4). */
const notices = tableMigration(
  1767225600004,
  'notice',
  [
    `id ${id} NOT NULL PRIMARY KEY`,
    'recipient VARCHAR(254) NOT NULL',
    'subject VARCHAR(200) NOT NULL',
    'body TEXT NOT NULL',
    'created_at BIGINT NOT NULL',
    'next_attempt_at BIGINT NOT NULL',
    'attempts INT NOT NULL DEFAULT 0',
  ],
  { indexes: [{ name: 'notice_due', columns: ['next_attempt_at'] }] },
);

const pluginTables = tableMigration(1767225600005, 'authenticator_table', [
  'name VARCHAR(160) NOT NULL PRIMARY KEY',
  'made_at BIGINT NOT NULL',
]);

/** The subgraph's own tables; the plugins' tables are made when the host starts. */
export const authenticationMigrations: readonly MigrationClass[] = [
  accounts,
  sessions,
  spentFlows,
  notices,
  pluginTables,
  auditMigration(1767225600006),
  handledEventMigration(1767225600007),
  ...changeMigrations,
  auditSealMigration(1767225600200),
  auditSearchMigration(1767225600201),
  ...channelMigrations,
  ...cardMigrations,
  ...limitMigrations,
  ...ownChangeMigrations,
  ...sessionMigrations,
];
