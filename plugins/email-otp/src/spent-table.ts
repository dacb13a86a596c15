import type { PluginTransaction, TableMigration } from '@countersign/authenticator-kit';

const SPENT = 'authenticator_email_otp_spent';
const GENERATION = 'authenticator_email_otp_generation';

/**
 * Which codes were used, and which generation of a person's codes counts. Both decide in the database, because the
 * volatile store may be rewound and bring a used code back (threats 0.4). Generations need no clock, so neither a step
 * back nor two events within one millisecond confuse them.
 */
export const spentTables: TableMigration = {
  name: 'email-otp-spent',
  up: {
    sqlite: [
      `CREATE TABLE ${SPENT} (code_id CHAR(32) NOT NULL PRIMARY KEY, spent_at BIGINT NOT NULL)`,
      `CREATE TABLE ${GENERATION} (profile_uuid CHAR(36) NOT NULL PRIMARY KEY, generation INT NOT NULL)`,
    ],
    mysql: [
      `CREATE TABLE ${SPENT} (code_id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
        spent_at BIGINT NOT NULL) CHARACTER SET utf8mb4`,
      `CREATE TABLE ${GENERATION} (profile_uuid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
        generation INT NOT NULL) CHARACTER SET utf8mb4`,
    ],
  },
};

/** The generation that a code issued now belongs to; for nobody it is looked up all the same. */
export async function currentGeneration(tx: PluginTransaction, profileUuid: string): Promise<number> {
  const sql = `SELECT generation FROM ${GENERATION} WHERE profile_uuid = ?`;
  const rows = await tx.query<{ generation: number | string }>(sql, [profileUuid]);
  return Number(rows[0]?.generation ?? 0);
}

/** Spends a code: true for exactly one caller, and for none when the person's codes were voided since it was issued. */
export async function spendCode(
  tx: PluginTransaction,
  code: { readonly codeId: string; readonly profileUuid: string; readonly generation: number; readonly now: number },
): Promise<boolean> {
  if ((await currentGeneration(tx, code.profileUuid)) !== code.generation) return false;
  return tx.insertIfAbsent(SPENT, { code_id: code.codeId, spent_at: code.now });
}

/** Makes every code issued to this person until now worthless (W15, W16, W17). */
export async function voidCodes(tx: PluginTransaction, profileUuid: string): Promise<void> {
  const raise = `UPDATE ${GENERATION} SET generation = generation + 1 WHERE profile_uuid = ?`;
  if ((await tx.execute(raise, [profileUuid])) === 1) return;
  const first = await tx.insertIfAbsent(GENERATION, { profile_uuid: profileUuid, generation: 1 });
  if (!first) await tx.execute(raise, [profileUuid]);
}

/** Drops spent codes that no living code can equal. */
export async function purgeBefore(tx: PluginTransaction, instant: number): Promise<void> {
  await tx.execute(`DELETE FROM ${SPENT} WHERE spent_at < ?`, [instant]);
}
