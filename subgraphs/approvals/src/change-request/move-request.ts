import { type AuditEntry, Fault } from '@countersign/platform';
import type { Move, UnitOfWork } from '../ports/unit-of-work.ts';
import type { ChangeRequest } from './change-request.ts';
import { announceChange } from './announce-change.ts';

/** One step of a request: what it becomes, when, and the audit row that says so. */
export interface Step extends Move {
  readonly at: Date;
  readonly entry: AuditEntry;
}

/** The request as a move leaves it. */
export function after(request: ChangeRequest, { to, decision, ending }: Move): ChangeRequest {
  return {
    ...request,
    state: to,
    decision: decision ?? request.decision,
    ending: ending ?? request.ending,
    isSoleDa: decision?.isSoleDa ?? request.isSoleDa,
  };
}

/**
 * Takes one step with its audit row and its events, all or none of them; gives the request as it then stands, or null when
 * it was no longer where the caller saw it, so that of any number of callers one wins (M1, M2).
 */
export async function moveRequest(unit: UnitOfWork, request: ChangeRequest, step: Step): Promise<ChangeRequest | null> {
  const { at, entry, ...move } = step;
  if (!(await unit.requests.move(request.id, request.state, move))) return null;
  const moved = after(request, move);
  await unit.audit(entry);
  await announceChange(unit, moved, at);
  return moved;
}

/** Takes a step that nobody else can have taken: the unit of work holds the request. */
export async function moveHeld(unit: UnitOfWork, request: ChangeRequest, step: Step): Promise<ChangeRequest> {
  const moved = await moveRequest(unit, request, step);
  if (moved === null)
    throw new Fault('DEPENDENCY_UNAVAILABLE', 'The request is being decided. Please try again in a moment.');
  return moved;
}
