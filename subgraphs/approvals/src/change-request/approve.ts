import type { SessionPrincipal } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import { applyDecided } from './apply.ts';
import type { ChangeRequest } from './change-request.ts';
import { decideInOwnSession } from './decide-in-own-session.ts';
import { approveChecks } from './decision-checks.ts';
import { grant } from './grant.ts';

const APPLIED_OR_TO_BE: readonly ChangeRequest['state'][] = ['AUTHORISED', 'EXECUTED', 'STALE'];

/** Queued: the checker agrees in their own session, after a step-up, to exactly what the digest stands for (W2, M3). */
export async function approve(
  parts: Parts,
  session: SessionPrincipal,
  input: { readonly requestId: string; readonly digest: string },
): Promise<ReturnType<typeof applyDecided>> {
  const outcome = await decideInOwnSession(parts, session, {
    requestId: input.requestId,
    shownDigest: input.digest,
    action: 'change.authorised',
    checks: approveChecks,
    // A repetition names what was agreed to: another digest is another decision, and comes too late (M3).
    isSame: ({ state, decision, digest }) =>
      APPLIED_OR_TO_BE.includes(state) &&
      digest === input.digest &&
      decision?.method === 'SESSION' &&
      decision.by?.uuid === session.profileUuid,
    commit: (unit, request, { decision, entry }) => grant(unit, request, decision, entry),
  });
  return applyDecided(parts, outcome);
}
