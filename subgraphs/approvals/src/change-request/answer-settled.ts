import type { SessionPrincipal } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import { auditBy } from './audit-of.ts';
import type { ChangeRequest } from './change-request.ts';
import { type Outcome, answerIfSettled } from './outcome.ts';

/** An attempt to decide: when, under which name it is audited, and which earlier decision it would repeat. */
export interface Attempt {
  readonly at: Date;
  readonly action: string;
  readonly isSame: (request: ChangeRequest) => boolean;
}

/**
 * The answer for a request that no longer waits; null while it does. Coming too late is an attempt and is audited; hearing
 * the same answer to the same decision again is not (section 8: one audit entry).
 */
export async function answerSettled(
  parts: Parts,
  session: SessionPrincipal,
  request: ChangeRequest,
  { at, action, isSame }: Attempt,
): Promise<Outcome | null> {
  const isRepeat = isSame(request);
  const answer = answerIfSettled(request, at, isRepeat);
  if (answer === null || !('refusal' in answer) || isRepeat) return answer;
  const entry = auditBy(session, request, { at, action, outcome: 'REFUSED', code: answer.refusal.code });
  await parts.store.change((unit) => unit.audit(entry));
  return answer;
}
