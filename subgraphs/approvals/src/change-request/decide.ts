import type { Parts } from '../ports/parts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Refusal } from '../refusal.ts';
import type { ChangeRequest } from './change-request.ts';

/** What the judging half of a decision came to inside its unit of work. */
export type Judgement = { readonly decided: ChangeRequest } | { readonly refusal: Refusal };

/**
 * Takes the request for one unit of work, judges it as stored, and commits the outcome in the same unit.
 * `TOO_LATE` when somebody else decided first: the row is then no longer SUBMITTED (M1).
 */
export function decide(
  parts: Parts,
  requestId: string,
  judge: (unit: UnitOfWork, request: ChangeRequest) => Promise<Judgement>,
): Promise<Judgement | 'TOO_LATE'> {
  return parts.store.decide(requestId, async (unit, request) => (request === null ? 'TOO_LATE' : judge(unit, request)));
}
