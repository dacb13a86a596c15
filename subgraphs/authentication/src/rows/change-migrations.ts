import { appliedChangeMigration } from '@countersign/change-owner';
import { type MigrationClass, tableMigration } from '@countersign/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const id = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const digest = 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin';
const request = 'VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin';

/** One armed initial PIN a person; its hash is there from the moment it was shown, and never the PIN (W19). */
const pinResets = tableMigration(1767225600102, 'smartcard_pin_reset', [
  `request_id ${request} NOT NULL PRIMARY KEY`,
  `profile_uuid ${id} NOT NULL UNIQUE`,
  `maker_uuid ${id} NOT NULL`,
  'armed_at BIGINT NOT NULL',
  'revealed_at BIGINT NULL',
  `pin_hash ${digest} NULL`,
  'must_change SMALLINT NOT NULL',
]);

/** When everything a person proves himself with was destroyed; null again once he chose a password (W17). */
class FactorsResetAt implements MigrationInterface {
  readonly name = 'account_factors_reset_at_1767225600103';
  async up(queryRunner: QueryRunner): Promise<void> {
    // MySQL commits each DDL at once: after a kill the column may already be there.
    if (await queryRunner.hasColumn('account', 'factors_reset_at')) return;
    await queryRunner.query('ALTER TABLE account ADD COLUMN factors_reset_at BIGINT NULL');
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE account DROP COLUMN factors_reset_at');
  }
}

/** Tables of the changes that Authentication owns. */
export const changeMigrations: readonly MigrationClass[] = [
  appliedChangeMigration(1767225600101),
  pinResets,
  FactorsResetAt,
];
