import { type MigrationClass, tableMigration } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const id = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const digest = 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin';

/** How the session's token reached its client: one in a cookie is renewed by a step-up. Null: opened before this was kept. */
class SessionDelivery implements MigrationInterface {
  readonly name = 'session_delivery_1767225600600';
  async up(queryRunner: QueryRunner): Promise<void> {
    // MySQL commits each DDL at once: after a kill the column may already be there.
    if (await queryRunner.hasColumn('session', 'delivery')) return;
    await queryRunner.query('ALTER TABLE session ADD COLUMN delivery VARCHAR(10) NULL');
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE session DROP COLUMN delivery');
  }
}

/** Digests of tokens that a newer one of the same session took the place of: they open nothing any more (S1). */
const renewedTokens = tableMigration(
  1767225600601,
  'renewed_token',
  [`token_digest ${digest} NOT NULL PRIMARY KEY`, `session_id ${id} NOT NULL`, 'renewed_at BIGINT NOT NULL'],
  { indexes: [{ name: 'renewed_token_at', columns: ['renewed_at'] }] },
);

/** What sessions hold beyond their first table. */
export const sessionMigrations: readonly MigrationClass[] = [SessionDelivery, renewedTokens];
