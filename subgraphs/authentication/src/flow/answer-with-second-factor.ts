import { takeAttempt } from '../failure-budget/take-attempt.ts';
import type { SafeVerdict } from '../install/guard.ts';
import type { Caller, Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import { advance } from './advance.ts';
import type { GivenAnswer } from './answer-with-password.ts';
import { subjectOf } from './begin.ts';
import { flowView } from './carry-on.ts';
import { completeLogin } from './complete-login.ts';
import { completeStepUp } from './complete-step-up.ts';
import { type Flow, type FlowSubject, flowKey } from './flow.ts';
import { proveReset } from './prove-reset.ts';
import { refuse } from './refuse.ts';
import { rejectSecondFactor } from './reject-second-factor.ts';
import type { FlowStep } from './step.ts';

/** An accepted proof on its way into the transaction that spends it. */
export interface AcceptedProof extends GivenAnswer {
  readonly verdict: SafeVerdict & { readonly outcome: 'accepted' };
  /** The flow as it will stand once the proof is spent. */
  readonly next: Flow;
  /** The person as he is now, not as he was when the flow began (O15). */
  readonly standing: Standing;
}

/** One attempt is taken from the person's budget and committed, then the answer is compared: never the other way round (L1, O3). */
export async function answerWithSecondFactor(parts: Parts, caller: Caller, given: GivenAnswer): Promise<FlowStep> {
  const { flow } = given.open;
  const id = given.authenticator.manifest.id;
  const tries = await parts.volatile.countUp(flowKey(flow.id, `tries:${id}:${flow.challengedAt ?? 0}`), {
    limit: parts.policy.triesPerChallenge,
    windowMs: parts.policy.flowLifetimeMs,
  });
  if (!tries.allowed) {
    return rejectSecondFactor(parts, caller, {
      flow,
      compared: false,
      reason: 'ATTEMPTS_EXCEEDED',
      answer: 'OTP_ATTEMPTS_EXCEEDED',
    });
  }
  const attempt = {
    profileUuid: flow.subject?.profileUuid ?? null,
    purpose: flow.purpose,
    now: parts.clock.now().getTime(),
  };
  const [taken, standing] = await Promise.all([
    takeAttempt(parts.database, attempt, parts.policy),
    flow.subject === null ? null : parts.people.byUuid(flow.subject.profileUuid),
  ]);
  const person = taken ? samePerson(flow, standing) : null;
  const verdict = await judge(given, person);
  if (person === null || standing === null || verdict.outcome === 'rejected') {
    const reason = verdict.outcome === 'rejected' ? verdict.reason : 'REVOKED';
    return rejectSecondFactor(parts, caller, {
      flow,
      compared: taken,
      reason,
      answer: refusalFor(flow, person, reason),
    });
  }
  const at = parts.clock.now().getTime();
  const next = advance(flow, { kind: 'PROVEN', authenticator: id, at, channel: null }, given.routes);
  if (next === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  const proof: AcceptedProof = { ...given, verdict, next, standing };
  if (flow.purpose === 'LOGIN') return completeLogin(parts, caller, proof);
  return flow.purpose === 'STEP_UP' ? completeStepUp(parts, caller, proof) : proveReset(parts, caller, proof);
}

/** Nobody, once the profile was deleted and re-created, disabled, or ran out: the flow goes on as a decoy. */
function samePerson(flow: Flow, standing: Standing | null): FlowSubject | null {
  const person = subjectOf(standing);
  return person !== null && person.profileUuid === flow.subject?.profileUuid ? person : null;
}

async function judge(given: GivenAnswer, person: FlowSubject | null): Promise<SafeVerdict> {
  const view = flowView(given.open.flow);
  if (given.owed.kind === 'CONFIRMATION' && person !== null) {
    return given.authenticator.confirm(view, person, given.owed.state, given.answer);
  }
  return given.authenticator.verify(view, person, given.answer);
}

/** In a reset nothing may tell who is there; at login the password is proven, and one sentence covers lock and loss of standing. */
function refusalFor(flow: Flow, person: FlowSubject | null, reason: string) {
  if (person === null && flow.purpose !== 'RESET') return 'AUTH_FAILED' as const;
  return reason === 'ATTEMPTS_EXCEEDED' ? ('OTP_ATTEMPTS_EXCEEDED' as const) : ('OTP_INVALID_OR_EXPIRED' as const);
}
