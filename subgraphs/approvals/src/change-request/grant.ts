import { type AuditEntry, Fault } from '@countersign/platform';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { ChangeRequest, Decision } from './change-request.ts';

/** The one who decides also applies; only when nothing was heard after this long does the relay take over. */
const OWN_TRY_MS = 10_000;

/** Commits the agreement: one guarded write, with its audit row and the promise to apply in the same unit of work (A2). */
export async function grant(
  unit: UnitOfWork,
  request: ChangeRequest,
  decision: Decision,
  entry: AuditEntry,
): Promise<void> {
  const applyAgainAt = new Date(decision.at.getTime() + OWN_TRY_MS);
  const isWon = await unit.requests.move(request.id, 'SUBMITTED', { to: 'AUTHORISED', decision, applyAgainAt });
  if (!isWon) throw new Fault('DEPENDENCY_UNAVAILABLE', 'The request is being decided. Please try again in a moment.');
  await unit.audit(entry);
}
