import type { SessionPrincipal } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import { refuse } from '../refusal.ts';
import { decideInOwnSession } from './decide-in-own-session.ts';
import { rejectChecks } from './decision-checks.ts';
import type { Outcome } from './outcome.ts';

const LONGEST_REASON = 500;

/** A checker sends the request back with a reason, in their own session and after a step-up (W2). */
export async function reject(
  parts: Parts,
  session: SessionPrincipal,
  input: { readonly requestId: string; readonly reason: string },
): Promise<Outcome> {
  const reason = input.reason.trim();
  if (reason.length === 0 || reason.length > LONGEST_REASON)
    return { refusal: refuse('REASON_REQUIRED', { field: 'reason' }) };
  return decideInOwnSession(parts, session, {
    requestId: input.requestId,
    shownDigest: null,
    action: 'change.rejected',
    checks: rejectChecks,
    isSame: ({ state, decision }) => state === 'REJECTED' && decision?.by?.uuid === session.profileUuid,
    commit: async (unit, request, { decision, entry }) => {
      const ending = { code: 'REJECTED', message: `Rejected by ${session.userId}: ${reason}` };
      await unit.requests.move(request.id, 'SUBMITTED', { to: 'REJECTED', decision, ending });
      await unit.audit({ ...entry, after: { reason } });
    },
  });
}
