import { appendAudit } from '@countersign/platform';
import type { Parts } from '../parts.ts';
import { endSessionsOf } from '../session/end-session.ts';
import { lockIfSpent } from './lock-if-spent.ts';

/**
 * Writes the lock that a dead attempt left out: its process took the last of the budget and never judged it, so the person
 * can try nothing more and yet is not recorded as locked (L1).
 */
export async function settleLock(parts: Parts, profileUuid: string, now: Date): Promise<void> {
  const abandoned = { profileUuid, compared: false, now: now.getTime() };
  await parts.database.transaction(async (tx) => {
    if (!(await lockIfSpent(tx, abandoned, parts.policy))) return;
    await endSessionsOf(tx, profileUuid, 'LOCKED', now.getTime());
    await appendAudit(tx, {
      at: now,
      action: 'account.locked',
      outcome: 'SUCCESS',
      actor: 'service:authentication',
      targetUuid: profileUuid,
      code: 'SECOND_FACTOR_FAILURES',
    });
  });
}
