import { type MigrationClass, bothEngines } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { EVENTS_INDEX } from '../own-account/events-index.ts';

/** Counts the changes a person made to his factors, so that of several under way at once one ends (O13). */
class FactorVersion implements MigrationInterface {
  readonly name = 'account_factor_version_1767225600700';
  async up(queryRunner: QueryRunner): Promise<void> {
    // MySQL commits each DDL at once: after a kill the column may already be there.
    if (await queryRunner.hasColumn('account', 'factor_version')) return;
    await queryRunner.query('ALTER TABLE account ADD COLUMN factor_version INT NOT NULL DEFAULT 0');
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE account DROP COLUMN factor_version');
  }
}

/** A person's own events, newest first; the account and not the user ID, which may have been somebody else's. */
class EventsOfPerson implements MigrationInterface {
  readonly name = 'audit_by_person_1767225600701';
  async up(queryRunner: QueryRunner): Promise<void> {
    const table = await queryRunner.getTable('audit_entry');
    if (table?.indices.some(({ name }) => name === EVENTS_INDEX) === true) return;
    await queryRunner.query(`CREATE INDEX ${EVENTS_INDEX} ON audit_entry (target_uuid, at)`);
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await bothEngines(queryRunner, {
      sqlite: [`DROP INDEX IF EXISTS ${EVENTS_INDEX}`],
      mysql: [`ALTER TABLE audit_entry DROP INDEX ${EVENTS_INDEX}`],
    });
  }
}

/** What people change and see about themselves. */
export const ownChangeMigrations: readonly MigrationClass[] = [FactorVersion, EventsOfPerson];
