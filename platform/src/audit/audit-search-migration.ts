import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bothEngines, type MigrationClass } from '../database/migration.ts';

/** What each search begins with; the engines add the row's number at the end of each. */
export const AUDIT_INDEXES = {
  audit_entry_by_request: ['request_id', 'at'],
  audit_entry_by_actor: ['actor', 'at'],
  audit_entry_by_target: ['target', 'at'],
  audit_entry_by_tenant: ['participant', 'at'],
  audit_entry_by_tenant_actor: ['participant', 'actor', 'at'],
  audit_entry_by_tenant_target: ['participant', 'target', 'at'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Replaced by the ones above, which are in the order of time. */
const FORMER = ['audit_entry_actor', 'audit_entry_target', 'audit_entry_participant'];

async function present(queryRunner: QueryRunner): Promise<ReadonlySet<string>> {
  if (queryRunner.dataSource.options.type === 'better-sqlite3') return new Set();
  const rows: { name: string }[] = await queryRunner.query(
    `SELECT DISTINCT index_name AS name FROM information_schema.statistics
      WHERE table_schema = DATABASE() AND table_name = 'audit_entry'`,
  );
  return new Set(rows.map((row) => row.name));
}

/** Indexes for searching the audit by participant, target, actor or request, newest first. Repeating it is harmless. */
export function auditSearchMigration(timestamp: number): MigrationClass {
  return class implements MigrationInterface {
    readonly name = `audit_search_${String(timestamp).padStart(13, '0')}`;
    async up(queryRunner: QueryRunner): Promise<void> {
      const has = await present(queryRunner);
      const indexes = Object.entries(AUDIT_INDEXES).map(([name, columns]) => [name, columns.join(', ')] as const);
      const steps = [
        ...indexes.filter(([name]) => !has.has(name)).map(([name, columns]) => `ADD INDEX ${name} (${columns})`),
        ...FORMER.filter((name) => has.has(name)).map((name) => `DROP INDEX ${name}`),
      ];
      await bothEngines(queryRunner, {
        sqlite: [
          ...indexes.map(([name, columns]) => `CREATE INDEX IF NOT EXISTS ${name} ON audit_entry (${columns})`),
          ...FORMER.map((name) => `DROP INDEX IF EXISTS ${name}`),
        ],
        mysql: steps.length === 0 ? [] : [`ALTER TABLE audit_entry ${steps.join(', ')}`],
      });
    }
    async down(queryRunner: QueryRunner): Promise<void> {
      const names = Object.keys(AUDIT_INDEXES);
      await bothEngines(queryRunner, {
        sqlite: names.map((name) => `DROP INDEX IF EXISTS ${name}`),
        mysql: [`ALTER TABLE audit_entry ${names.map((name) => `DROP INDEX ${name}`).join(', ')}`],
      });
    }
  };
}
