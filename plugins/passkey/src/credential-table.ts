import type { PluginTransaction, TableMigration } from '@countersign/authenticator-kit';

const TABLE = 'authenticator_passkey_credential';

/** A person's one active passkey. */
export interface Credential {
  readonly credentialId: string;
  /** COSE key in base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
}

const columns = (exact: string) => `profile_uuid CHAR(36) ${exact} NOT NULL PRIMARY KEY,
  credential_id VARCHAR(1364) ${exact} NOT NULL UNIQUE, public_key VARCHAR(2048) ${exact} NOT NULL,
  counter BIGINT NOT NULL, transports VARCHAR(100) NOT NULL, uses INT NOT NULL, registered_at BIGINT NOT NULL`;

/** The person is the primary key, so two passkeys cannot both be active (O13); and no passkey is two people's. */
export const credentialTable: TableMigration = {
  name: 'passkey-credential',
  up: {
    sqlite: [`CREATE TABLE ${TABLE} (${columns('')})`],
    mysql: [`CREATE TABLE ${TABLE} (${columns('CHARACTER SET ascii COLLATE ascii_bin')})`],
  },
};

interface Row {
  readonly credential_id: string;
  readonly public_key: string;
  readonly counter: number | string;
  readonly transports: string;
}

/** The active passkey of a person, or null. */
export async function findCredential(tx: PluginTransaction, profileUuid: string): Promise<Credential | null> {
  const sql = `SELECT credential_id, public_key, counter, transports FROM ${TABLE} WHERE profile_uuid = ?`;
  const [row] = await tx.query<Row>(sql, [profileUuid]);
  if (row === undefined) return null;
  return {
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: Number(row.counter),
    transports: row.transports.split(',').filter((one) => one !== ''),
  };
}

/** Notes a use of a passkey that still stands: its counter moves on, or stays at 0 where it does not count (WebAuthn 6.1.1). */
export async function noteUse(
  tx: PluginTransaction,
  profileUuid: string,
  { credentialId, counter }: Pick<Credential, 'credentialId' | 'counter'>,
): Promise<boolean> {
  const sql = `UPDATE ${TABLE} SET counter = ?, uses = uses + 1
    WHERE profile_uuid = ? AND credential_id = ? AND (counter < ? OR (counter = 0 AND ? = 0))`;
  return (await tx.execute(sql, [counter, profileUuid, credentialId, counter, counter])) === 1;
}

/** Makes this the only active passkey, provided that the one it replaces, or none, still stands (O13, W16). */
export async function storeCredential(
  tx: PluginTransaction,
  profileUuid: string,
  { replaces, now, ...credential }: Credential & { readonly replaces: string | null; readonly now: Date },
): Promise<boolean> {
  const row = {
    credential_id: credential.credentialId,
    public_key: credential.publicKey,
    counter: credential.counter,
    transports: credential.transports.join(','),
    uses: 0,
    registered_at: now.getTime(),
  };
  if (replaces === null) return tx.insertIfAbsent(TABLE, { profile_uuid: profileUuid, ...row });
  const held = await tx.query(`SELECT 1 FROM ${TABLE} WHERE credential_id = ?`, [credential.credentialId]);
  if (held.length > 0) return false;
  const sql = `UPDATE ${TABLE} SET ${Object.keys(row)
    .map((column) => `${column} = ?`)
    .join(', ')} WHERE profile_uuid = ? AND credential_id = ?`;
  return (await tx.execute(sql, [...Object.values(row), profileUuid, replaces])) === 1;
}

/** Destroys the credential (W16, W17). */
export async function deleteCredential(tx: PluginTransaction, profileUuid: string): Promise<void> {
  await tx.execute(`DELETE FROM ${TABLE} WHERE profile_uuid = ?`, [profileUuid]);
}
