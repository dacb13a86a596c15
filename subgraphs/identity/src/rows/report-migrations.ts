import { bothEngines, type MigrationClass, tableMigration } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const ASCII = 'CHARACTER SET ascii COLLATE ascii_bin';

const exportTicket = tableMigration(
  1790000000401,
  'export_ticket',
  [
    `digest CHAR(43) ${ASCII} NOT NULL PRIMARY KEY`,
    `report VARCHAR(40) ${ASCII} NOT NULL`,
    'args TEXT NOT NULL',
    `format VARCHAR(4) ${ASCII} NOT NULL`,
    `owner_uuid CHAR(36) ${ASCII} NOT NULL`,
    'owner_name VARCHAR(80) NOT NULL',
    `participant VARCHAR(6) ${ASCII} NULL`,
    // Taken while the ticket can be redeemed: the unique key lets so many wait and no more.
    'slot SMALLINT NULL',
    'issued_at BIGINT NOT NULL',
    'expires_at BIGINT NOT NULL',
    'redeemed_at BIGINT NULL',
    'ended_at BIGINT NULL',
  ],
  {
    indexes: [
      { name: 'export_ticket_slot', columns: ['owner_uuid', 'slot'], unique: true },
      { name: 'export_ticket_issued', columns: ['issued_at'] },
    ],
  },
);

const serviceAccount = tableMigration(
  1790000000402,
  'service_account',
  [
    `account_id CHAR(36) ${ASCII} NOT NULL PRIMARY KEY`,
    `name VARCHAR(40) ${ASCII} NOT NULL`,
    `scopes VARCHAR(60) ${ASCII} NOT NULL`,
    `addresses VARCHAR(1000) ${ASCII} NOT NULL`,
    `expires_on CHAR(10) ${ASCII} NOT NULL`,
    'enabled SMALLINT NOT NULL',
    'issue_armed SMALLINT NOT NULL',
    `token_digest CHAR(43) ${ASCII} NULL`,
    `former_digest CHAR(43) ${ASCII} NULL`,
    'former_until BIGINT NULL',
    'token_issued_at BIGINT NULL',
    'last_used_at BIGINT NULL',
    'last_refused_at BIGINT NULL',
    'version BIGINT NOT NULL',
    'created_at BIGINT NOT NULL',
    'updated_at BIGINT NOT NULL',
  ],
  {
    indexes: [
      { name: 'service_account_name', columns: ['name'], unique: true },
      { name: 'service_account_token', columns: ['token_digest'], unique: true },
      { name: 'service_account_former', columns: ['former_digest'], unique: true },
    ],
  },
);

const INDEXES = [
  ['user_profile_by_type', '(type, participant, live_user_id)'],
  ['user_profile_agent', '(settlement_agent_name, participant, live_user_id)'],
] as const;

async function hasIndex(queryRunner: QueryRunner, name: string): Promise<boolean> {
  if (queryRunner.dataSource.options.type === 'better-sqlite3') return false;
  const rows: unknown[] = await queryRunner.query(
    `SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'user_profile' AND index_name = ?`,
    [name],
  );
  return rows.length > 0;
}

/** Reports over administrators and over settlement agents read those profiles alone, however many others there are. */
class ReportIndexes implements MigrationInterface {
  readonly name = 'report_indexes_1790000000403';
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, columns] of INDEXES) {
      const on = `${name} ON user_profile ${columns}`;
      await bothEngines(queryRunner, {
        sqlite: [`CREATE INDEX IF NOT EXISTS ${on}`],
        // MySQL commits each DDL at once and knows no IF NOT EXISTS: a migration killed half way runs again.
        mysql: (await hasIndex(queryRunner, name)) ? [] : [`CREATE INDEX ${on}`],
      });
    }
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await bothEngines(queryRunner, {
      sqlite: INDEXES.map(([name]) => `DROP INDEX ${name}`),
      mysql: INDEXES.map(([name]) => `DROP INDEX ${name} ON user_profile`),
    });
  }
}

/** Tables and indexes behind reports, exports and service accounts. */
export const reportMigrations: readonly MigrationClass[] = [exportTicket, serviceAccount, ReportIndexes];
