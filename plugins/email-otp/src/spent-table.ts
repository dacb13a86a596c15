import type { PluginTransaction, TableMigration } from '@countersign/authenticator-kit';

const SPENT = 'authenticator_email_otp_spent';
const VOIDED = 'authenticator_email_otp_voided';

/**
 * Which codes were used, and before when a person's codes count no more. Both decide in the database, because the
 * volatile store may be rewound and bring a used code back (threats 0.4).
 */
export const spentTables: TableMigration = {
  name: 'email-otp-spent',
  up: {
    sqlite: [
      `CREATE TABLE ${SPENT} (code_id CHAR(32) NOT NULL PRIMARY KEY, spent_at BIGINT NOT NULL)`,
      `CREATE TABLE ${VOIDED} (profile_uuid CHAR(36) NOT NULL PRIMARY KEY, voided_at BIGINT NOT NULL)`,
    ],
    mysql: [
      `CREATE TABLE ${SPENT} (code_id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
        spent_at BIGINT NOT NULL) CHARACTER SET utf8mb4`,
      `CREATE TABLE ${VOIDED} (profile_uuid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
        voided_at BIGINT NOT NULL) CHARACTER SET utf8mb4`,
    ],
  },
};

/** Spends a code: true for exactly one caller, and for none when the person's codes were voided since it was issued. */
export async function spendCode(
  tx: PluginTransaction,
  code: { readonly codeId: string; readonly profileUuid: string; readonly issuedAt: number; readonly now: number },
): Promise<boolean> {
  const voided = await tx.query<{ voided_at: number | string }>(
    `SELECT voided_at FROM ${VOIDED} WHERE profile_uuid = ?`,
    [code.profileUuid],
  );
  if (voided.some((row) => Number(row.voided_at) >= code.issuedAt)) return false;
  return tx.insertIfAbsent(SPENT, { code_id: code.codeId, spent_at: code.now });
}

/** Makes every code issued to this person until now worthless (W16, W17). */
export async function voidCodes(tx: PluginTransaction, profileUuid: string, now: number): Promise<void> {
  const moved = await tx.execute(`UPDATE ${VOIDED} SET voided_at = ? WHERE profile_uuid = ?`, [now, profileUuid]);
  if (moved === 0) await tx.insertIfAbsent(VOIDED, { profile_uuid: profileUuid, voided_at: now });
}

/** Drops rows that no living code can refer to. */
export async function purgeBefore(tx: PluginTransaction, instant: number): Promise<void> {
  await tx.execute(`DELETE FROM ${SPENT} WHERE spent_at < ?`, [instant]);
  await tx.execute(`DELETE FROM ${VOIDED} WHERE voided_at < ?`, [instant]);
}
