import type { PluginTransaction, TableMigration } from '@countersign/authenticator-kit';
import type { StoredHash } from './password-hash.ts';

const CREDENTIAL = 'authenticator_password_credential';
const HISTORY = 'authenticator_password_history';
const COLUMNS = `hash VARCHAR(255) NOT NULL, peppered SMALLINT NOT NULL, version INT NOT NULL`;
const PERSON = 'profile_uuid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL';

/** A person's password as stored. `version` rises with each new password, not with a rehash. */
export interface Credential extends StoredHash {
  readonly version: number;
}

/** One password per person, and its last few predecessors (P4). */
export const passwordTables: TableMigration = {
  name: 'password-credential',
  up: {
    sqlite: [
      `CREATE TABLE ${CREDENTIAL} (profile_uuid CHAR(36) NOT NULL PRIMARY KEY, ${COLUMNS},
        changed_at BIGINT NOT NULL)`,
      `CREATE TABLE ${HISTORY} (profile_uuid CHAR(36) NOT NULL, ${COLUMNS}, PRIMARY KEY (profile_uuid, version))`,
    ],
    mysql: [
      `CREATE TABLE ${CREDENTIAL} (${PERSON} PRIMARY KEY, ${COLUMNS},
        changed_at BIGINT NOT NULL) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
      `CREATE TABLE ${HISTORY} (${PERSON}, ${COLUMNS}, PRIMARY KEY (profile_uuid, version))
        CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    ],
  },
};

interface Row {
  readonly hash: string;
  readonly peppered: number;
  readonly version: number;
}

const fromRow = (row: Row): Credential => ({
  phc: row.hash,
  peppered: Number(row.peppered) === 1,
  version: Number(row.version),
});

/** The person's current password, or null. */
export async function findCredential(tx: PluginTransaction, profileUuid: string): Promise<Credential | null> {
  const sql = `SELECT hash, peppered, version FROM ${CREDENTIAL} WHERE profile_uuid = ?`;
  const row = (await tx.query<Row>(sql, [profileUuid]))[0];
  return row === undefined ? null : fromRow(row);
}

/** The current password and those before it, newest first. */
export async function findHistory(tx: PluginTransaction, profileUuid: string): Promise<readonly Credential[]> {
  const sql = `SELECT hash, peppered, version FROM ${HISTORY} WHERE profile_uuid = ? ORDER BY version DESC`;
  return (await tx.query<Row>(sql, [profileUuid])).map(fromRow);
}

/**
 * Confirms that the password that was compared still stands. It spends nothing, so it only reads, unless a rehash is due;
 * that no login outlives a change under way is the host's account row (O16). Any number of correct logins may be under way
 * at once; a rehash does not refuse the others.
 */
export async function confirmCredential(
  tx: PluginTransaction,
  profileUuid: string,
  compared: { readonly version: number; readonly rehashed: StoredHash | null },
): Promise<boolean> {
  const { version, rehashed } = compared;
  if (rehashed === null) {
    const standing = `SELECT version FROM ${CREDENTIAL} WHERE profile_uuid = ? AND version = ?`;
    return (await tx.query(standing, [profileUuid, version])).length === 1;
  }
  const sql = `UPDATE ${CREDENTIAL} SET hash = ?, peppered = ? WHERE profile_uuid = ? AND version = ?`;
  return (await tx.execute(sql, [rehashed.phc, rehashed.peppered ? 1 : 0, profileUuid, version])) === 1;
}

/** Replaces the password that stood when the new one was chosen (version 0: none); false when another came first. */
export async function storeCredential(
  tx: PluginTransaction,
  profileUuid: string,
  chosen: StoredHash & { readonly replaces: number; readonly at: number; readonly remembered: number },
): Promise<boolean> {
  const version = chosen.replaces + 1;
  const row = { profile_uuid: profileUuid, hash: chosen.phc, peppered: chosen.peppered ? 1 : 0, version };
  const won =
    chosen.replaces === 0
      ? await tx.insertIfAbsent(CREDENTIAL, { ...row, changed_at: chosen.at })
      : (await tx.execute(
          `UPDATE ${CREDENTIAL} SET hash = ?, peppered = ?, version = ?, changed_at = ? WHERE profile_uuid = ? AND version = ?`,
          [row.hash, row.peppered, version, chosen.at, profileUuid, chosen.replaces],
        )) === 1;
  if (!won) return false;
  await tx.insertIfAbsent(HISTORY, row);
  await tx.execute(`DELETE FROM ${HISTORY} WHERE profile_uuid = ? AND version <= ?`, [
    profileUuid,
    version - chosen.remembered,
  ]);
  return true;
}

/** Destroys the password and its predecessors. */
export async function deleteCredential(tx: PluginTransaction, profileUuid: string): Promise<void> {
  await tx.execute(`DELETE FROM ${CREDENTIAL} WHERE profile_uuid = ?`, [profileUuid]);
  await tx.execute(`DELETE FROM ${HISTORY} WHERE profile_uuid = ?`, [profileUuid]);
}

/** Whether any stored password needs the pepper. */
export async function somePeppered(tx: PluginTransaction): Promise<boolean> {
  return (await tx.query(`SELECT version FROM ${CREDENTIAL} WHERE peppered = 1 LIMIT 1`, [])).length > 0;
}
