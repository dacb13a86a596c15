import type { SessionPrincipal } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import { type ErrorCode } from '../error-codes.ts';
import { refuse } from '../refusal.ts';
import { auditMiss } from './audit-of.ts';
import type { ChangeRequest } from './change-request.ts';
import type { Outcome } from './outcome.ts';

/** Ends an attempt that reaches no decision: audited, nothing else written. */
export async function turnAway(
  parts: Parts,
  session: SessionPrincipal,
  attempt: { readonly requestId: string; readonly action: string; readonly code: ErrorCode },
): Promise<Outcome> {
  const { requestId, action, code } = attempt;
  const at = parts.clock.now();
  await parts.store.change((unit) =>
    unit.audit(auditMiss(session, requestId, { at, action, outcome: 'REFUSED', code })),
  );
  return { refusal: refuse(code) };
}

/** The stored request, or null when its number is unknown. */
export function loadRequest(parts: Parts, id: string): Promise<ChangeRequest | null> {
  return parts.store.find(id);
}

/** Holds when the request belongs to the session's tenant; the clearing house's own staff see every tenant (A1, M10). */
export function isVisibleTo(request: ChangeRequest, session: SessionPrincipal): boolean {
  return session.participant === null || request.participant === session.participant;
}

/** Why this session may not act as the maker of the request; null when it may. */
export function notTheMaker(
  request: ChangeRequest | null,
  session: SessionPrincipal,
): 'REQUEST_NOT_FOUND' | 'NOT_YOUR_REQUEST' | null {
  if (request === null) return 'REQUEST_NOT_FOUND';
  if (request.maker.uuid === session.profileUuid) return null;
  return isVisibleTo(request, session) ? 'NOT_YOUR_REQUEST' : 'REQUEST_NOT_FOUND';
}
