import type { AuditEntry } from '@countersign/platform';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { ChangeRequest, Decision } from './change-request.ts';
import { moveHeld } from './move-request.ts';

/** The one who decides also applies; only when nothing was heard after this long does the relay take over. */
const OWN_TRY_MS = 10_000;

/** Commits the agreement: one guarded write, with its audit row and the promise to apply in the same unit of work (A2). */
export function grant(
  unit: UnitOfWork,
  request: ChangeRequest,
  decision: Decision,
  entry: AuditEntry,
): Promise<ChangeRequest> {
  const applyAgainAt = new Date(decision.at.getTime() + OWN_TRY_MS);
  // Use of the waiver can be told from any other agreement in the audit too.
  const action = decision.isSoleDa === true ? `${entry.action}.sole-da` : entry.action;
  return moveHeld(unit, request, {
    to: 'AUTHORISED',
    decision,
    applyAgainAt,
    at: decision.at,
    entry: { ...entry, action },
  });
}
