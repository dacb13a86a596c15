import { type MigrationClass, bothEngines } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Room for `OTHER:` and an authenticator's id; the embedded engine keeps texts of any length. */
class WiderChannel implements MigrationInterface {
  readonly name = 'account_channel_1767225600300';
  async up(queryRunner: QueryRunner): Promise<void> {
    await bothEngines(queryRunner, {
      sqlite: [],
      mysql: ['ALTER TABLE account MODIFY otp_channel VARCHAR(80) NULL'],
    });
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await bothEngines(queryRunner, { sqlite: [], mysql: ['ALTER TABLE account MODIFY otp_channel VARCHAR(10) NULL'] });
  }
}

/** What a second factor may be called grew with the authenticators. */
export const channelMigrations: readonly MigrationClass[] = [WiderChannel];
