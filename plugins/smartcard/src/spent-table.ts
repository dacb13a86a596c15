import type { PluginTransaction, TableMigration } from '@countersign/authenticator-kit';

const TABLE = 'authenticator_smartcard_spent';

/** Which nonces were used. Decided in the database: the volatile store may be rewound and bring one back (threats 0.4). */
export const spentTable: TableMigration = {
  name: 'smartcard-spent',
  up: {
    sqlite: [`CREATE TABLE ${TABLE} (nonce_hash CHAR(43) NOT NULL PRIMARY KEY, spent_at BIGINT NOT NULL)`],
    mysql: [
      `CREATE TABLE ${TABLE} (nonce_hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
        spent_at BIGINT NOT NULL) CHARACTER SET utf8mb4`,
    ],
  },
};

/** Spends a nonce: true for exactly one caller, ever (O1, O18). */
export function spendNonce(tx: PluginTransaction, nonceHash: string, now: number): Promise<boolean> {
  return tx.insertIfAbsent(TABLE, { nonce_hash: nonceHash, spent_at: now });
}

/** Drops spent nonces that no living challenge can hold. */
export async function purgeBefore(tx: PluginTransaction, instant: number): Promise<void> {
  await tx.execute(`DELETE FROM ${TABLE} WHERE spent_at < ?`, [instant]);
}
