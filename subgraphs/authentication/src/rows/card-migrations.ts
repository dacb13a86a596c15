import { type MigrationClass, tableMigration } from '@countersign/platform';

/** What sets a new PIN on a card, sealed, by the card's SRN; when it last left for a person who redeemed an initial PIN (W19). */
const unblockingKeys = tableMigration(1767225600400, 'smartcard_unblocking_key', [
  'srn VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY',
  'sealed_key VARCHAR(255) NOT NULL',
  'escrowed_at BIGINT NOT NULL',
  'released_at BIGINT NULL',
]);

/** What smartcards need beyond their authenticator. */
export const cardMigrations: readonly MigrationClass[] = [unblockingKeys];
