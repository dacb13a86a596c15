import type { AuditEntry } from '@countersign/platform';
import { MOST_CONSECUTIVE_FAILURES } from '../authorisation-code/authorisation-code.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Refusal } from '../refusal.ts';
import { auditBySystem } from './audit-of.ts';
import type { ChangeRequest } from './change-request.ts';
import type { Denial } from './decision-facts.ts';
import { moveRequest } from './move-request.ts';

/** A denied attempt: on which request, when, from which session, and its audit row. */
export interface DeniedAttempt {
  readonly request: ChangeRequest;
  readonly at: Date;
  readonly sessionId: string;
  readonly entry: AuditEntry;
}

const AFTER_FAILURES = 'The request was cancelled after three failed authorisations in a row. Submit the change again.';

export async function endUndecided(
  unit: UnitOfWork,
  attempt: Pick<DeniedAttempt, 'request' | 'at'>,
  to: 'STALE' | 'PHASE_CANCELLED',
  refusal: Refusal,
): Promise<void> {
  const { request, at } = attempt;
  const ending = { code: refusal.code, message: refusal.message };
  const decision = { by: null, at, method: null };
  const action = to === 'STALE' ? 'change.stale' : 'change.phase-cancelled';
  const entry = auditBySystem(request, { at, action, outcome: 'SUCCESS', code: refusal.code });
  await moveRequest(unit, request, { to, decision, ending, at, entry });
}

/** Cancels the request when a third failure in a row, of this session or of this checker, has been counted (W2). */
async function cancelIfWornOut(unit: UnitOfWork, attempt: DeniedAttempt, isCodeExhausted: boolean): Promise<boolean> {
  const { request, at, sessionId } = attempt;
  const failures = await unit.makerSessions.countFailure(sessionId, at);
  if (!isCodeExhausted && failures < MOST_CONSECUTIVE_FAILURES) return false;
  await unit.makerSessions.forgetFailures(sessionId);
  const ending = { code: 'AUTHORISATION_FAILED', message: AFTER_FAILURES };
  const decision = { by: null, at, method: null };
  const code = 'AUTHORISATION_FAILED';
  const entry = auditBySystem(request, { at, action: 'change.cancelled', outcome: 'SUCCESS', code });
  return (await moveRequest(unit, request, { to: 'CANCELLED', decision, ending, at, entry })) !== null;
}

/** Writes down a denied attempt and what follows from it, and gives the refusal to show. */
export async function settleDenial(unit: UnitOfWork, denial: Denial, attempt: DeniedAttempt): Promise<Refusal> {
  const { refusal, follows } = denial;
  await unit.audit({ ...attempt.entry, outcome: 'REFUSED', code: refusal.code });
  if (follows === 'STALE' || follows === 'PHASE_CANCELLED') await endUndecided(unit, attempt, follows, refusal);
  if (follows !== 'COUNTED' && follows !== 'CODE_EXHAUSTED') return refusal;
  const isCancelled = await cancelIfWornOut(unit, attempt, follows === 'CODE_EXHAUSTED');
  return isCancelled ? { ...refusal, message: AFTER_FAILURES } : refusal;
}
