import { type Refusal, refuse } from '../refusal.ts';
import { type ChangeRequest, deciderOf, stateAt } from './change-request.ts';
import type { Judgement } from './decide.ts';
import { hongKongTime } from './hong-kong-time.ts';

/** What a verb answers: the request as it now stands, or why not. */
export type Outcome = { readonly request: ChangeRequest } | { readonly refusal: Refusal };

const DECIDED_AS = {
  AUTHORISED: 'authorised',
  EXECUTED: 'authorised',
  STALE: 'authorised',
  REJECTED: 'rejected',
  CANCELLED: 'cancelled',
  EXPIRED: 'left to expire',
  PHASE_CANCELLED: 'cancelled by a phase change',
  SUBMITTED: 'submitted',
} as const;

/** Names who decided otherwise and when (W2). */
function alreadyDecided(request: ChangeRequest): Refusal {
  const { decision, ending } = request;
  if (ending !== null && deciderOf(request) === null) return refuse('ALREADY_DECIDED', { message: ending.message });
  const by = decision?.by ? ` by ${decision.by.userId}` : '';
  const when = decision ? ` at ${hongKongTime(decision.at)}` : '';
  return refuse('ALREADY_DECIDED', { message: `This request was already ${DECIDED_AS[request.state]}${by}${when}.` });
}

/** A change that was agreed to but could not be applied answers with the reason; any other request answers as itself. */
export function outcomeOf(request: ChangeRequest): Outcome {
  const { ending, state } = request;
  if ((state === 'STALE' || state === 'PHASE_CANCELLED') && ending !== null) {
    return { refusal: { code: ending.code, message: ending.message, field: null, nextOpening: null } };
  }
  return { request };
}

/** What a judgement is to the one who asked for it. */
export function outcomeOfJudgement(judgement: Judgement): Outcome {
  return 'refusal' in judgement ? judgement : { request: judgement.decided };
}

/**
 * The answer for a request that no longer waits: the same as the first time for the same decision (a second Confirm),
 * else who decided and when. Null while it still waits.
 */
export function answerIfSettled(request: ChangeRequest, at: Date, isSameDecision: boolean): Outcome | null {
  const state = stateAt(request, at);
  if (state === 'SUBMITTED') return null;
  if (state === 'EXPIRED') return { refusal: refuse('REQUEST_EXPIRED') };
  const isEndedUndecided = (state === 'STALE' || state === 'PHASE_CANCELLED') && deciderOf(request) === null;
  return isSameDecision || isEndedUndecided ? outcomeOf(request) : { refusal: alreadyDecided(request) };
}
