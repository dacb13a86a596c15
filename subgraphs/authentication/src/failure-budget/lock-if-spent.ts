import { type Transaction, execute } from '@countersign/platform';
import type { AuthenticationPolicy } from '../policy.ts';
import { nobody } from './nobody.ts';

/** An attempt that was taken and never judged (its process died) counts as failed after this long. */
const abandonedAfterMs = 10_000;

/**
 * Locks the person whose last attempt has just failed; true for the one caller that did it. An attempt still being
 * compared does not lock: it may be the right one.
 */
export async function lockIfSpent(
  tx: Transaction,
  failed: { readonly profileUuid: string | null; readonly compared: boolean; readonly now: number },
  policy: Pick<AuthenticationPolicy, 'secondFactorFailures' | 'resetTriesWhileLocked'>,
): Promise<boolean> {
  const locked = await execute(
    tx,
    `UPDATE account SET locked_at = ?, lock_reason = 'SECOND_FACTOR_FAILURES',
        locked_reset_allowance = CASE WHEN reset_failures = 0 THEN ? ELSE 0 END
      WHERE profile_uuid = ? AND locked_at IS NULL AND second_factor_failures >= ? AND attempt_at <= ?`,
    [
      failed.now,
      policy.resetTriesWhileLocked,
      failed.profileUuid ?? nobody,
      policy.secondFactorFailures,
      failed.compared ? failed.now + abandonedAfterMs : failed.now - abandonedAfterMs,
    ],
  );
  return locked === 1;
}
