import { execute, type Transaction } from '@countersign/platform';
import type { UserProfile } from '../user-profile/user-profile.ts';

/** Makes a profile a tombstone if it still has the version that was read: one guarded statement decides (domain 3.2.8, A2). */
export async function buryProfile(tx: Transaction, profile: UserProfile, at: Date): Promise<boolean> {
  const affected = await execute(
    tx,
    `UPDATE user_profile SET live_user_id = NULL, deleted_at = ?, version = version + 1,
      security_version = security_version + 1, updated_at = ? WHERE uuid = ? AND version = ? AND deleted_at IS NULL`,
    [at.getTime(), at.getTime(), profile.uuid, profile.version],
  );
  return affected === 1;
}

/** Disables a live profile whatever its version: an emergency waits for nobody (W8). False when it was not enabled. */
export async function disableAtOnce(tx: Transaction, profile: UserProfile, at: Date): Promise<boolean> {
  const affected = await execute(
    tx,
    `UPDATE user_profile SET status = 'DISABLED', version = version + 1, security_version = security_version + 1,
      updated_at = ? WHERE uuid = ? AND status = 'ENABLED' AND deleted_at IS NULL`,
    [at.getTime(), profile.uuid],
  );
  return affected === 1;
}
