import type { EServiceActor, EServiceDesk, FormRequest } from './eservice-desk.ts';
import type { EServiceForm } from './eservice-form.ts';
import { moveForm } from './move-form.ts';
import { eServiceRequests } from './request-types.ts';
import { type EServiceStep, stateAfter } from './transitions.ts';

/** What approvals tells of a change request that rests on a form. */
export interface RequestNews {
  readonly requestId: string;
  readonly formReference: string;
  readonly kind: string;
  readonly participant: string | null;
  readonly state: string;
}

const stages: Readonly<Record<string, number>> = {
  SUBMITTED: 1,
  AUTHORISED: 2,
  EXECUTED: 3,
  REJECTED: 3,
  CANCELLED: 3,
  EXPIRED: 3,
  STALE: 3,
  PHASE_CANCELLED: 3,
};

const SYSTEM: EServiceActor = { actor: 'service:identity' };

/** What all requests on a form together make of it: executed once is done, an open one is in process, else it waits again. */
function stepFor(form: EServiceForm, requests: readonly FormRequest[]): EServiceStep | null {
  if (requests.some(({ state }) => state === 'EXECUTED')) return 'COMPLETE';
  const isOpen = requests.some(({ stage }) => stage < 3);
  if (isOpen) return form.state === 'APPROVED_BY_CP' ? 'BEGIN' : null;
  return form.state === 'IN_PROCESS' ? 'HAND_BACK' : null;
}

/** Takes the step that the requests on a form call for; where it cannot be taken any more, the audit says so. */
async function moveAlong(desk: EServiceDesk, form: EServiceForm, requestId: string): Promise<void> {
  const step = stepFor(form, await desk.requestsOn(form.reference));
  if (step === null) return;
  if (stateAfter(form.state, step) === null) {
    const closed = { action: 'eservice.follow', outcome: 'REFUSED' as const, code: 'ESERVICE_STATE_FORBIDS' };
    await desk.audit({ ...SYSTEM, ...closed, participant: form.participant, target: form.reference, requestId });
    return;
  }
  const ended = step === 'COMPLETE' ? { endedAt: desk.now, endedBy: SYSTEM.actor } : {};
  await moveForm(desk, form, step, { by: SYSTEM, edit: { ...ended, requestId }, requestId });
}

/**
 * Moves a form along with the change requests that rest on it. Events arrive once or more and in any order: what is known
 * of each request only ever moves on, and the form follows from all of it. A request that names a form of another
 * participant, or of another kind, moves nothing.
 */
export async function followRequest(desk: EServiceDesk, news: RequestNews): Promise<void> {
  const { requestId, state } = news;
  const stage = stages[state];
  const named = await desk.find(news.formReference);
  if (stage === undefined || named === null) return;
  if (named.participant !== news.participant || eServiceRequests[named.requestType].kind !== news.kind) return;
  await desk.hold(named.reference);
  if (!(await desk.note(named.reference, { requestId, stage, state }))) return;
  const form = await desk.find(named.reference);
  if (form !== null) await moveAlong(desk, form, requestId);
}
