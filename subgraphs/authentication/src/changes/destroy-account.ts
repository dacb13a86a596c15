import { type Transaction, appendAudit, execute } from '@countersign/platform';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import type { Parts } from '../parts.ts';
import { endSessionsOf } from '../session/end-session.ts';

/** Whose account ends. */
export interface Leaver {
  readonly profileUuid: string;
  readonly userId: string;
}

/**
 * Leaves nothing of a deleted person by which anybody could sign in: what every installed authenticator holds of him, mailed
 * codes, PIN resets, account and sessions (W8). Nothing waits for it: a profile that is gone cannot complete a flow, and a
 * re-created user ID is another person with another uuid (domain 3.2.8).
 */
export async function destroyAccount(parts: Parts, tx: Transaction, { profileUuid, userId }: Leaver): Promise<void> {
  const now = parts.clock.now();
  for (const one of parts.authenticators.installed()) await one.forget(pluginTransaction(tx), profileUuid);
  await execute(tx, 'DELETE FROM smartcard_pin_reset WHERE profile_uuid = ?', [profileUuid]);
  await execute(tx, 'DELETE FROM account WHERE profile_uuid = ?', [profileUuid]);
  const ended = await endSessionsOf(tx, profileUuid, 'PROFILE_DELETED', now.getTime());
  await appendAudit(tx, {
    at: now,
    action: 'account.destroyed',
    outcome: 'SUCCESS',
    actor: 'service:authentication',
    target: userId,
    targetUuid: profileUuid,
    code: 'PROFILE_DELETED',
    after: { sessionsEnded: ended },
  });
}
