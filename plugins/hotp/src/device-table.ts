import type { PluginTransaction, TableMigration } from '@countersign/authenticator-kit';
import { type CodeShape, shapeOfRow } from '@countersign/oath';

const TABLE = 'authenticator_hotp_device';

/** A person's one active token. */
export interface Device {
  readonly deviceId: string;
  readonly sealedSecret: string;
  /** Tells one key from another without telling the key: no two people have the same (M4). */
  readonly keyMark: string;
  /** The first counter that was never accepted: this one and later ones may still be used. */
  readonly nextCounter: number;
  readonly shape: CodeShape;
}

/** The device table. The person is the primary key, so two devices cannot both be active (O13). */
export const deviceTable: TableMigration = {
  name: 'hotp-device',
  up: {
    sqlite: [
      `CREATE TABLE ${TABLE} (profile_uuid CHAR(36) NOT NULL PRIMARY KEY, device_id CHAR(32) NOT NULL,
        sealed_secret VARCHAR(255) NOT NULL, key_mark VARCHAR(64) NOT NULL UNIQUE, next_counter BIGINT NOT NULL, digits SMALLINT NOT NULL,
        algorithm VARCHAR(10) NOT NULL, registered_at BIGINT NOT NULL)`,
    ],
    mysql: [
      `CREATE TABLE ${TABLE} (profile_uuid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
        device_id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        sealed_secret VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        key_mark VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
        next_counter BIGINT NOT NULL, digits SMALLINT NOT NULL, algorithm VARCHAR(10) NOT NULL,
        registered_at BIGINT NOT NULL) CHARACTER SET utf8mb4`,
    ],
  },
};

interface Row {
  readonly device_id: string;
  readonly sealed_secret: string;
  readonly key_mark: string;
  readonly next_counter: number | string;
  readonly digits: number;
  readonly algorithm: string;
}

/** The active device of a person, or null. */
export async function findDevice(tx: PluginTransaction, profileUuid: string): Promise<Device | null> {
  const rows = await tx.query<Row>(
    `SELECT device_id, sealed_secret, key_mark, next_counter, digits, algorithm FROM ${TABLE} WHERE profile_uuid = ?`,
    [profileUuid],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    deviceId: row.device_id,
    sealedSecret: row.sealed_secret,
    keyMark: row.key_mark,
    nextCounter: Number(row.next_counter),
    shape: shapeOfRow(row),
  };
}

/** Spends a counter and all before it: true for exactly one caller, whatever else was accepted meanwhile (O2, RFC 4226 7.2). */
export async function spendCounter(
  tx: PluginTransaction,
  spent: { readonly profileUuid: string; readonly deviceId: string; readonly counter: number },
): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE ${TABLE} SET next_counter = ? WHERE profile_uuid = ? AND device_id = ? AND next_counter <= ?`,
    [spent.counter + 1, spent.profileUuid, spent.deviceId, spent.counter],
  );
  return changed === 1;
}

/** Makes this the only active device, provided that the one it replaces (or none) still stands (O13, W16). */
export async function storeDevice(
  tx: PluginTransaction,
  profileUuid: string,
  device: Device & { readonly replaces: string | null; readonly registeredAt: number },
): Promise<boolean> {
  const values = {
    device_id: device.deviceId,
    sealed_secret: device.sealedSecret,
    key_mark: device.keyMark,
    next_counter: device.nextCounter,
    digits: device.shape.digits,
    algorithm: device.shape.algorithm,
    registered_at: device.registeredAt,
  };
  if (device.replaces === null) return tx.insertIfAbsent(TABLE, { profile_uuid: profileUuid, ...values });
  const changed = await tx.execute(
    `UPDATE ${TABLE} SET ${Object.keys(values)
      .map((column) => `${column} = ?`)
      .join(', ')} WHERE profile_uuid = ? AND device_id = ?`,
    [...Object.values(values), profileUuid, device.replaces],
  );
  return changed === 1;
}

/** Destroys the secret (W16, W17). */
export async function deleteDevice(tx: PluginTransaction, profileUuid: string): Promise<void> {
  await tx.execute(`DELETE FROM ${TABLE} WHERE profile_uuid = ?`, [profileUuid]);
}
