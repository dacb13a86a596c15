import { query } from '@countersign/platform';
import type { Parts } from '../parts.ts';

/** Whether a person is locked, for another part that lets him decide something (W2); nobody known is not locked. */
export async function accountStanding(parts: Parts, profileUuid: string): Promise<{ readonly locked: boolean }> {
  const rows = await parts.database.read((tx) =>
    query<{ locked_at: number | null; second_factor_failures: number }>(
      tx,
      'SELECT locked_at, second_factor_failures FROM account WHERE profile_uuid = ?',
      [profileUuid],
    ),
  );
  const [account] = rows;
  const spent = (account?.second_factor_failures ?? 0) >= parts.policy.secondFactorFailures;
  return { locked: spent || (account?.locked_at ?? null) !== null };
}
