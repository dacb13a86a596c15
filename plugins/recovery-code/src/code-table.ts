import type { PluginTransaction, TableMigration } from '@countersign/authenticator-kit';

const SET = 'authenticator_recovery_code_set';
const CODE = 'authenticator_recovery_code_code';
const ascii = 'CHARACTER SET ascii COLLATE ascii_bin';

/** One set a person (the primary key), and the codes of sets by their keyed hashes; only those of the person's set count. */
export const codeTables: TableMigration = {
  name: 'recovery-code',
  up: {
    sqlite: [
      `CREATE TABLE ${SET} (profile_uuid CHAR(36) NOT NULL PRIMARY KEY, set_id CHAR(32) NOT NULL, issued_at BIGINT NOT NULL)`,
      `CREATE TABLE ${CODE} (code_hash VARCHAR(64) NOT NULL PRIMARY KEY, set_id CHAR(32) NOT NULL,
        profile_uuid CHAR(36) NOT NULL, used_at BIGINT NULL)`,
      `CREATE INDEX ${CODE}_person ON ${CODE} (profile_uuid)`,
    ],
    mysql: [
      `CREATE TABLE ${SET} (profile_uuid CHAR(36) ${ascii} NOT NULL PRIMARY KEY, set_id CHAR(32) ${ascii} NOT NULL,
        issued_at BIGINT NOT NULL) CHARACTER SET utf8mb4`,
      `CREATE TABLE ${CODE} (code_hash VARCHAR(64) ${ascii} NOT NULL PRIMARY KEY, set_id CHAR(32) ${ascii} NOT NULL,
        profile_uuid CHAR(36) ${ascii} NOT NULL, used_at BIGINT NULL,
        KEY ${CODE}_person (profile_uuid)) CHARACTER SET utf8mb4`,
    ],
  },
};

/** A set about to be stored. */
export interface NewSet {
  readonly profileUuid: string;
  readonly setId: string;
  readonly hashes: readonly string[];
  readonly issuedAt: number;
}

/** Makes this the person's only set. The row of the set is written first: two issuings of one person come one after another. */
export async function storeSet(tx: PluginTransaction, set: NewSet): Promise<void> {
  const { profileUuid, setId, hashes, issuedAt } = set;
  const replace = () =>
    tx.execute(`UPDATE ${SET} SET set_id = ?, issued_at = ? WHERE profile_uuid = ?`, [setId, issuedAt, profileUuid]);
  if ((await replace()) === 0) {
    const first = await tx.insertIfAbsent(SET, { profile_uuid: profileUuid, set_id: setId, issued_at: issuedAt });
    if (!first) await replace();
  }
  await tx.execute(`DELETE FROM ${CODE} WHERE profile_uuid = ?`, [profileUuid]);
  for (const hash of hashes)
    await tx.insertIfAbsent(CODE, { code_hash: hash, set_id: setId, profile_uuid: profileUuid, used_at: null });
}

/** How a code stands: unknown (or of an older set), used, or good. */
export async function standingOf(
  tx: PluginTransaction,
  profileUuid: string,
  hash: string,
): Promise<'UNKNOWN' | 'USED' | 'GOOD'> {
  const rows = await tx.query<{ used_at: number | string | null }>(
    `SELECT c.used_at FROM ${CODE} c JOIN ${SET} s ON s.set_id = c.set_id AND s.profile_uuid = c.profile_uuid
      WHERE c.code_hash = ? AND c.profile_uuid = ?`,
    [hash, profileUuid],
  );
  if (rows[0] === undefined) return 'UNKNOWN';
  return rows[0].used_at === null ? 'GOOD' : 'USED';
}

/** Spends a code: true for exactly one caller, and for none once another set was issued (O1). */
export async function spendCode(
  tx: PluginTransaction,
  spent: { readonly profileUuid: string; readonly hash: string; readonly now: number },
): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE ${CODE} SET used_at = ? WHERE code_hash = ? AND profile_uuid = ? AND used_at IS NULL
      AND set_id = (SELECT set_id FROM ${SET} WHERE profile_uuid = ?)`,
    [spent.now, spent.hash, spent.profileUuid, spent.profileUuid],
  );
  return changed === 1;
}

/** How many codes of the person's set are still good. */
export async function countLeft(tx: PluginTransaction, profileUuid: string): Promise<number> {
  const rows = await tx.query<{ codes: number | string }>(
    `SELECT COUNT(*) AS codes FROM ${CODE} c JOIN ${SET} s ON s.set_id = c.set_id AND s.profile_uuid = c.profile_uuid
      WHERE c.profile_uuid = ? AND c.used_at IS NULL`,
    [profileUuid],
  );
  return Number(rows[0]?.codes ?? 0);
}

/** Destroys every code of a person (W17). */
export async function deleteCodes(tx: PluginTransaction, profileUuid: string): Promise<void> {
  await tx.execute(`DELETE FROM ${SET} WHERE profile_uuid = ?`, [profileUuid]);
  await tx.execute(`DELETE FROM ${CODE} WHERE profile_uuid = ?`, [profileUuid]);
}
