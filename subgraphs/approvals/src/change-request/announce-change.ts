import type { Announcement, UnitOfWork } from '../ports/unit-of-work.ts';
import { type ChangeRequest, deciderOf } from './change-request.ts';
import { messageOf } from './message-of.ts';
import { isOpen } from './transitions.ts';

/** The maker knows of the end already: by cancelling it, or because it came about on the maker's own screen. */
function isKnownToMaker({ state, decision, maker }: ChangeRequest): boolean {
  if (state === 'CANCELLED') return decision?.by?.uuid === maker.uuid;
  return state === 'EXECUTED' && decision?.method !== 'SESSION';
}

function ended(request: ChangeRequest, at: Date): Readonly<Record<string, unknown>> {
  const { id, kind, subject, participant, maker, state, ending, decision, formReference } = request;
  return {
    requestId: id,
    kind,
    subject,
    participant,
    makerUuid: maker.uuid,
    makerUserId: maker.userId,
    state,
    code: ending?.code ?? (state === 'EXPIRED' ? 'REQUEST_EXPIRED' : null),
    message: messageOf(request, at),
    decidedBy: deciderOf(request)?.userId ?? null,
    method: decision?.method ?? null,
    formReference,
  };
}

/** What is told of a state just reached: to whoever watches the list, and by mail to the maker. */
export function newsOf(request: ChangeRequest, at: Date): readonly Announcement[] {
  const { id: requestId, participant, state, kind, subject, formReference } = request;
  const body = { requestId, participant, state, kind, subject, formReference };
  const changed = { type: 'approvals.request-changed', at, body };
  if (isOpen(state) || isKnownToMaker(request)) return [changed];
  return [changed, { type: 'approvals.request-ended', at, body: ended(request, at) }];
}

/** Tells of a state just reached, in the unit of work that reached it. */
export async function announceChange(unit: UnitOfWork, request: ChangeRequest, at: Date): Promise<void> {
  for (const news of newsOf(request, at)) await unit.announce(news);
}
