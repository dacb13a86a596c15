import type { PluginTransaction, TableMigration } from '@countersign/authenticator-kit';

const TABLE = 'authenticator_totp_device';

/** A person's one active device. */
export interface Device {
  readonly deviceId: string;
  readonly sealedSecret: string;
  readonly lastStep: number;
}

/** The device table. The person is the primary key, so two devices cannot both be active (O13). */
export const deviceTable: TableMigration = {
  name: 'totp-device',
  up: {
    sqlite: [
      `CREATE TABLE ${TABLE} (profile_uuid CHAR(36) NOT NULL PRIMARY KEY, device_id CHAR(32) NOT NULL,
        sealed_secret VARCHAR(255) NOT NULL, last_step BIGINT NOT NULL, registered_at BIGINT NOT NULL)`,
    ],
    mysql: [
      `CREATE TABLE ${TABLE} (profile_uuid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
        device_id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        sealed_secret VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        last_step BIGINT NOT NULL, registered_at BIGINT NOT NULL) CHARACTER SET utf8mb4`,
    ],
  },
};

/** The active device of a person, or null. */
export async function findDevice(tx: PluginTransaction, profileUuid: string): Promise<Device | null> {
  const rows = await tx.query<{ device_id: string; sealed_secret: string; last_step: number | string }>(
    `SELECT device_id, sealed_secret, last_step FROM ${TABLE} WHERE profile_uuid = ?`,
    [profileUuid],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return { deviceId: row.device_id, sealedSecret: row.sealed_secret, lastStep: Number(row.last_step) };
}

/** Spends a step: true for exactly one caller per step, and never for a step at or below the last (O2, RFC 6238 5.2). */
export async function spendStep(
  tx: PluginTransaction,
  spent: { readonly profileUuid: string; readonly deviceId: string; readonly step: number },
): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE ${TABLE} SET last_step = ? WHERE profile_uuid = ? AND device_id = ? AND last_step < ?`,
    [spent.step, spent.profileUuid, spent.deviceId, spent.step],
  );
  return changed === 1;
}

/** Makes this the only active device, provided that the one it replaces (or none) still stands (O13, W16). */
export async function storeDevice(
  tx: PluginTransaction,
  profileUuid: string,
  device: Device & { readonly replaces: string | null; readonly registeredAt: number },
): Promise<boolean> {
  if (device.replaces === null) {
    return tx.insertIfAbsent(TABLE, {
      profile_uuid: profileUuid,
      device_id: device.deviceId,
      sealed_secret: device.sealedSecret,
      last_step: device.lastStep,
      registered_at: device.registeredAt,
    });
  }
  const changed = await tx.execute(
    `UPDATE ${TABLE} SET device_id = ?, sealed_secret = ?, last_step = ?, registered_at = ?
      WHERE profile_uuid = ? AND device_id = ?`,
    [device.deviceId, device.sealedSecret, device.lastStep, device.registeredAt, profileUuid, device.replaces],
  );
  return changed === 1;
}

/** Destroys the secret (W16, W17). */
export async function deleteDevice(tx: PluginTransaction, profileUuid: string): Promise<void> {
  await tx.execute(`DELETE FROM ${TABLE} WHERE profile_uuid = ?`, [profileUuid]);
}
