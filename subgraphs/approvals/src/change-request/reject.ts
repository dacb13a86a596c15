import type { SessionPrincipal } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import { refuse } from '../refusal.ts';
import { decideInOwnSession } from './decide-in-own-session.ts';
import { rejectChecks } from './decision-checks.ts';
import { moveHeld } from './move-request.ts';
import type { Outcome } from './outcome.ts';
import { readableReason } from './readable-reason.ts';

/** A checker sends the request back with a reason, in their own session and after a step-up (W2). */
export async function reject(
  parts: Parts,
  session: SessionPrincipal,
  input: { readonly requestId: string; readonly reason: string },
): Promise<Outcome> {
  const reason = readableReason(input.reason);
  if (reason === null) return { refusal: refuse('REASON_REQUIRED', { field: 'reason' }) };
  return decideInOwnSession(parts, session, {
    requestId: input.requestId,
    shownDigest: null,
    action: 'change.rejected',
    checks: rejectChecks,
    isOwnerAsked: false,
    isSame: ({ state, decision }) => state === 'REJECTED' && decision?.by?.uuid === session.profileUuid,
    commit: async (unit, request, { decision, entry }) => {
      const ending = { code: 'REJECTED', message: `Rejected by ${session.userId}: ${reason}`, reason };
      const audited = { ...entry, after: { reason } };
      return moveHeld(unit, request, { to: 'REJECTED', decision, ending, at: decision.at, entry: audited });
    },
  });
}
