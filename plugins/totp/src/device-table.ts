import type { PluginTransaction, TableMigration } from '@countersign/authenticator-kit';
import { type CodeShape, shapeOfRow } from '@countersign/oath';
import { type Drift, driftBounds } from './learned-drift.ts';
import { PERIOD_SECONDS } from './time-step.ts';

const TABLE = 'authenticator_totp_device';

/** A person's one active device. */
export interface Device {
  readonly deviceId: string;
  readonly sealedSecret: string;
  /** Tells one key from another without telling the key: no two people have the same (M4). */
  readonly keyMark: string | null;
  readonly lastStep: number;
  readonly shape: CodeShape;
  readonly periodSeconds: number;
  readonly drift: Drift;
}

/** The device table. The person is the primary key, so two devices cannot both be active (O13). */
const devices: TableMigration = {
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

/** What devices registered before this did not have is null: six digits, SHA-1, 30 seconds, no drift (O1). */
const columns = [
  'digits SMALLINT NULL',
  'algorithm VARCHAR(10) NULL',
  'period_seconds SMALLINT NULL',
  'drift_steps SMALLINT NULL',
  'drift_lean SMALLINT NULL',
  'drift_bound SMALLINT NULL',
].map((column) => `ALTER TABLE ${TABLE} ADD COLUMN ${column}`);

/** Null where it is not known, of which there may be many. */
const keyMarks: TableMigration = {
  name: 'totp-key-mark',
  up: {
    sqlite: [
      `ALTER TABLE ${TABLE} ADD COLUMN key_mark VARCHAR(64) NULL`,
      `CREATE UNIQUE INDEX ${TABLE}_key ON ${TABLE} (key_mark)`,
    ],
    mysql: [
      `ALTER TABLE ${TABLE} ADD COLUMN key_mark VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL`,
      `CREATE UNIQUE INDEX ${TABLE}_key ON ${TABLE} (key_mark)`,
    ],
  },
};

const kinds: TableMigration = { name: 'totp-device-kind', up: { sqlite: columns, mysql: columns } };

/** The tables of this plugin, in the order in which they came to be. */
export const deviceTables: readonly TableMigration[] = [devices, kinds, keyMarks];

interface Row {
  readonly device_id: string;
  readonly sealed_secret: string;
  readonly key_mark: string | null;
  readonly last_step: number | string;
  readonly digits: number | null;
  readonly algorithm: string | null;
  readonly period_seconds: number | null;
  readonly drift_steps: number | null;
  readonly drift_lean: number | null;
  readonly drift_bound: number | null;
}

/** The active device of a person, or null. */
export async function findDevice(tx: PluginTransaction, profileUuid: string): Promise<Device | null> {
  const rows = await tx.query<Row>(
    `SELECT device_id, sealed_secret, key_mark, last_step, digits, algorithm, period_seconds, drift_steps, drift_lean, drift_bound
      FROM ${TABLE} WHERE profile_uuid = ?`,
    [profileUuid],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    deviceId: row.device_id,
    sealedSecret: row.sealed_secret,
    keyMark: row.key_mark,
    lastStep: Number(row.last_step),
    shape: shapeOfRow(row),
    periodSeconds: row.period_seconds ?? PERIOD_SECONDS,
    drift: { steps: row.drift_steps ?? 0, lean: row.drift_lean ?? 0, bound: row.drift_bound ?? driftBounds.phone },
  };
}

/**
 * Spends a step: true for exactly one caller per step, and never for a step at or below the last (O2, RFC 6238 5.2). What
 * the code taught about the device's clock is kept by the same statement, so only an accepted code teaches anything.
 */
export async function spendStep(
  tx: PluginTransaction,
  spent: { readonly profileUuid: string; readonly deviceId: string; readonly step: number; readonly drift: Drift },
): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE ${TABLE} SET last_step = ?, drift_steps = ?, drift_lean = ?
      WHERE profile_uuid = ? AND device_id = ? AND last_step < ?`,
    [spent.step, spent.drift.steps, spent.drift.lean, spent.profileUuid, spent.deviceId, spent.step],
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
    last_step: device.lastStep,
    registered_at: device.registeredAt,
    digits: device.shape.digits,
    algorithm: device.shape.algorithm,
    period_seconds: device.periodSeconds,
    drift_steps: device.drift.steps,
    drift_lean: device.drift.lean,
    drift_bound: device.drift.bound,
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
