import type { ErrorCode } from '../error-codes.ts';
import { lockIfSpent } from '../failure-budget/lock-if-spent.ts';
import { addNotice } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Caller, Parts } from '../parts.ts';
import { endSessionsOf } from '../session/end-session.ts';
import { auditFlow } from './audit-flow.ts';
import type { Flow } from './flow.ts';
import { refuse } from './refuse.ts';
import type { FlowRefused } from './step.ts';

/** A second factor that did not count: one row for it, and the lock if it was the last of the budget (L1, SE3, N1). */
export async function rejectSecondFactor(
  parts: Parts,
  caller: Caller,
  rejected: {
    readonly flow: Flow;
    /** Whether it may be what locks: never what was not compared, nor what a stranger tried (O9). */
    readonly compared: boolean;
    readonly reason: string;
    readonly answer: ErrorCode | FlowRefused;
  },
): Promise<FlowRefused> {
  const { flow } = rejected;
  const now = parts.clock.now();
  const failed = { profileUuid: flow.subject?.profileUuid ?? null, compared: rejected.compared, now: now.getTime() };
  const locked = await parts.database.transaction(async (tx) => {
    const justLocked = await lockIfSpent(tx, failed, parts.policy);
    await auditFlow(
      tx,
      { now, caller, flow },
      { action: `${flow.purpose.toLowerCase()}.second-factor-refused`, outcome: 'REFUSED', code: rejected.reason },
    );
    if (justLocked && flow.subject !== null) {
      await endSessionsOf(tx, flow.subject.profileUuid, 'LOCKED', now.getTime());
      await auditFlow(
        tx,
        { now, caller, flow },
        { action: 'account.locked', outcome: 'SUCCESS', code: 'SECOND_FACTOR_FAILURES' },
      );
      await addNotice(tx, { to: flow.subject.email, ...texts.locked(flow.subject.userId, now), at: now });
    }
    return justLocked;
  });
  if (locked) parts.pokeNotices();
  return typeof rejected.answer === 'string' ? refuse(rejected.answer) : rejected.answer;
}
