import type { AuditEntry, SessionPrincipal } from '@countersign/platform';
import type { ChangeRequest, Party } from './change-request.ts';

type Fact = Pick<AuditEntry, 'at' | 'action' | 'outcome'> & { readonly code?: string };

function aboutRequest(request: ChangeRequest): Partial<AuditEntry> {
  const { target, subject, participant, id, before, after } = request;
  return { participant, target: subject, targetUuid: target.uuid, requestId: id, before, after };
}

/** An audit row about a request, by a person in a session of theirs (D1). */
export function auditBy(session: SessionPrincipal, request: ChangeRequest, fact: Fact): AuditEntry {
  return {
    ...fact,
    ...aboutRequest(request),
    actor: session.userId,
    actorUuid: session.profileUuid,
    sessionId: session.sessionId,
    sourceAddress: session.source.address,
  };
}

/** An audit row about a decision taken on another person's screen: the checker acts, in the maker's session (W2). */
export function auditByChecker(
  checker: Party,
  session: SessionPrincipal,
  request: ChangeRequest,
  fact: Fact,
): AuditEntry {
  return { ...auditBy(session, request, fact), actor: checker.userId, actorUuid: checker.uuid };
}

/** An audit row about what time or another part brought about. */
export function auditBySystem(request: ChangeRequest, fact: Fact): AuditEntry {
  return { ...fact, ...aboutRequest(request), actor: 'service:approvals' };
}

/** An audit row about an attempt that found no request of theirs. */
export function auditMiss(session: SessionPrincipal, requestId: string, fact: Fact): AuditEntry {
  return {
    ...fact,
    actor: session.userId,
    actorUuid: session.profileUuid,
    participant: session.participant,
    sessionId: session.sessionId,
    sourceAddress: session.source.address,
    requestId: requestId.slice(0, 36),
  };
}
