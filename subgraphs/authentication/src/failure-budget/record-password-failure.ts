import { type Transaction, execute, insertIfAbsent } from '@countersign/platform';
import type { AuthenticationPolicy } from '../policy.ts';
import { nobody } from './nobody.ts';

/** Counts a wrong password for good; true when this one was so many in a row that the password is now disabled (L2). */
export async function recordPasswordFailure(
  tx: Transaction,
  failed: { readonly profileUuid: string | null; readonly now: number },
  policy: Pick<AuthenticationPolicy, 'passwordFailuresToDisable'>,
): Promise<boolean> {
  const profileUuid = failed.profileUuid ?? nobody;
  const count = () =>
    execute(tx, 'UPDATE account SET password_failures = password_failures + 1 WHERE profile_uuid = ?', [profileUuid]);
  const counted = await count();
  if (counted === 0 && failed.profileUuid !== null) {
    await insertIfAbsent(tx, 'account', { profile_uuid: profileUuid });
    await count();
  }
  const disabled = await execute(
    tx,
    'UPDATE account SET disabled_by_guessing_at = ? WHERE profile_uuid = ? AND password_failures >= ? AND disabled_by_guessing_at IS NULL',
    [failed.now, profileUuid, policy.passwordFailuresToDisable],
  );
  return disabled === 1;
}
