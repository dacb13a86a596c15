import { execute, type Transaction } from '@countersign/platform';
import { findProfile, type ProfileName } from '../find-profile.ts';
import { readCatalogue } from '../group-row.ts';
import { groupColumn } from '../profile-row.ts';
import type { ProfileStatus } from '../../user-profile/user-profile.ts';

async function rewrite(
  tx: Transaction,
  name: ProfileName,
  set: Readonly<Record<string, string | number | null>>,
  at: Date,
): Promise<void> {
  const found = await findProfile(tx, name);
  if (found === null) throw new RangeError('There is no such live profile.');
  const columns = Object.keys(set)
    .map((column) => `${column} = ?`)
    .join(', ');
  await execute(
    tx,
    `UPDATE user_profile SET ${columns}, version = version + 1, security_version = security_version + 1, updated_at = ? WHERE uuid = ?`,
    [...Object.values(set), at.getTime(), found.profile.uuid],
  );
}

/** Gives a profile exactly these groups past maker and checker; for the demonstration and tests only. */
export async function assignGroups(
  tx: Transaction,
  name: ProfileName,
  groups: readonly string[],
  at: Date,
): Promise<void> {
  const catalogue = await readCatalogue(tx);
  const unknown = groups.find((code) => catalogue.find(code) === null);
  if (unknown !== undefined) throw new RangeError(`There is no group ${unknown}.`);
  await rewrite(tx, name, { group_codes: groupColumn(groups) }, at);
}

/** Enables or disables a profile past maker and checker; for the demonstration and tests only. */
export async function setStatus(tx: Transaction, name: ProfileName, status: ProfileStatus, at: Date): Promise<void> {
  await rewrite(tx, name, { status }, at);
}

/** Makes a profile a tombstone past maker and checker; for the demonstration and tests only (domain 3.2.8). */
export async function deleteProfile(tx: Transaction, name: ProfileName, at: Date): Promise<void> {
  await rewrite(tx, name, { live_user_id: null, deleted_at: at.getTime() }, at);
}
