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
  /** The user ID that it is about; null from a release that did not tell it. */
  readonly subject: string | null;
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

/** The same participant's, the kind of change that the form asks for, and on the profile that the form names. */
function isWhatItAsks({ participant, requestType, details }: EServiceForm, news: RequestNews): boolean {
  const isSame = participant === news.participant && eServiceRequests[requestType].kind === news.kind;
  return isSame && (news.subject === null || news.subject === details['userId']);
}

/**
 * Moves a form along with the change requests that rest on it. Events arrive once or more and in any order: what is known
 * of each request only ever moves on, and the form follows from all of it. A request that names a form of another
 * participant, of another kind or about another user, moves nothing.
 */
export async function followRequest(desk: EServiceDesk, news: RequestNews): Promise<void> {
  const { requestId, state } = news;
  const stage = stages[state];
  const named = await desk.find(news.formReference);
  if (stage === undefined || named === null) return;
  if (!isWhatItAsks(named, news)) return;
  await desk.hold(named.reference);
  if (!(await desk.note(named.reference, { requestId, stage, state }))) return;
  const form = await desk.find(named.reference);
  if (form !== null) await moveAlong(desk, form, requestId);
}
