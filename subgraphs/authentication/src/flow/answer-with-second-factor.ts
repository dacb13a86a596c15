import { nobody } from '../failure-budget/nobody.ts';
import { giveBackToSource, takeFromSource } from '../failure-budget/source-limit.ts';
import { isStranger, takeStrangerTry } from '../failure-budget/stranger-lane.ts';
import { takeAttempt } from '../failure-budget/take-attempt.ts';
import type { SafeVerdict } from '../install/guard.ts';
import type { Caller, Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import { advance } from './advance.ts';
import { afterwards } from './afterwards.ts';
import type { GivenAnswer } from './answer-with-password.ts';
import { subjectOf } from './begin.ts';
import { flowView } from './carry-on.ts';
import { completeLogin } from './complete-login.ts';
import { completeOwnChange } from './complete-own-change.ts';
import { completeStepUp } from './complete-step-up.ts';
import { type Flow, type FlowSubject, flowKey } from './flow.ts';
import { isGuessable } from './is-guessable.ts';
import { mayLogIn } from './may-log-in.ts';
import { pinMustChange } from './pin-must-change.ts';
import { useTwoFactors } from './not-offered.ts';
import { proveReset } from './prove-reset.ts';
import { refusalOfUnguessable } from './refusal-of-unguessable.ts';
import { refuse, refuseWith } from './refuse.ts';
import { rejectSecondFactor } from './reject-second-factor.ts';
import type { FlowRefused, FlowStep } from './step.ts';
import type { ErrorCode } from '../error-codes.ts';

/** An accepted proof on its way into the transaction that spends it. */
export interface AcceptedProof extends GivenAnswer {
  readonly verdict: SafeVerdict & { readonly outcome: 'accepted' };
  /** The flow as it will stand once the proof is spent. */
  readonly next: Flow;
  /** The person as he is now, not as he was when the flow began (O15). */
  readonly standing: Standing;
  /** Whether the attempt was taken from the strangers' share. */
  readonly stranger: boolean;
}

const completions = {
  LOGIN: completeLogin,
  STEP_UP: completeStepUp,
  RESET: proveReset,
  ENROL: completeOwnChange,
} as const;

/** What can be guessed is counted by person, what cannot be only by source: either way before it is compared (L1, L2). */
export async function answerWithSecondFactor(parts: Parts, caller: Caller, given: GivenAnswer): Promise<FlowStep> {
  const { flow } = given.open;
  if (isGuessable(given)) {
    return judgeWithinBudget(parts, caller, given, {
      guessable: true,
      stranger: await isStranger(parts, caller, flow),
    });
  }
  const { address } = caller.source;
  const waitMs = await takeFromSource(parts, 'unguessable', address);
  if (waitMs !== null) {
    const answer = refuse('TOO_MANY_ATTEMPTS', waitMs);
    return rejectSecondFactor(parts, caller, { flow, compared: false, reason: 'TOO_MANY_ATTEMPTS', answer });
  }
  const giveBack = () => giveBackToSource(parts, 'unguessable', address);
  const step = await judgeWithinBudget(parts, caller, given, { guessable: false, stranger: false }).catch(
    async (fault: unknown) => {
      await giveBack();
      throw fault;
    },
  );
  if (step.__typename !== 'FlowRefused') await afterwards(giveBack());
  return step;
}

interface Counting {
  readonly guessable: boolean;
  readonly stranger: boolean;
}

/** One attempt is taken from the person's budget and committed, then the answer is compared: never the other way round (L1, O3). */
async function judgeWithinBudget(
  parts: Parts,
  caller: Caller,
  given: GivenAnswer,
  counting: Counting,
): Promise<FlowStep> {
  const { flow } = given.open;
  const { guessable, stranger } = counting;
  if (!(await takeTries(parts, given, stranger))) {
    return rejectSecondFactor(parts, caller, {
      flow,
      compared: false,
      reason: 'ATTEMPTS_EXCEEDED',
      answer: 'OTP_ATTEMPTS_EXCEEDED',
    });
  }
  const [taken, standing] = await Promise.all([takeFromBudget(parts, flow, counting), standingNow(parts, flow)]);
  const person = taken ? samePerson(given, standing) : null;
  const verdict = await judge(given, person);
  if (verdict.outcome === 'rejected' || person === null || standing === null) {
    const why = verdict.outcome === 'rejected' ? verdict : ({ reason: 'REVOKED' } as const);
    return rejectSecondFactor(parts, caller, {
      flow,
      compared: taken && guessable && !stranger,
      reason: why.reason,
      answer: refusalFor(given, person, why),
    });
  }
  return completed(parts, caller, { ...given, verdict, standing, stranger });
}

async function completed(parts: Parts, caller: Caller, accepted: Omit<AcceptedProof, 'next'>): Promise<FlowStep> {
  const { flow } = accepted.open;
  if (!mayLogIn(flow, accepted.standing, accepted.phase)) return notByCard(parts, caller, flow);
  if (accepted.authenticator.manifest.id === 'smartcard' && (await pinMustChange(parts, accepted.standing)))
    return rejectSecondFactor(parts, caller, {
      flow,
      compared: false,
      reason: 'REVOKED',
      answer: 'INITIAL_PIN_REQUIRED',
    });
  const proven = { authenticator: accepted.authenticator.manifest.id, at: parts.clock.now().getTime(), channel: null };
  const next = advance(flow, { kind: 'PROVEN', ...proven }, accepted.routes);
  if (next === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  return completions[flow.purpose](parts, caller, { ...accepted, next });
}

/** The tries of one challenge, and those of strangers, run out before the person's budget is touched, for a decoy as for anybody (O3, O8). */
async function takeTries(parts: Parts, given: GivenAnswer, stranger: boolean): Promise<boolean> {
  const { flow } = given.open;
  const key = flowKey(flow.id, `tries:${given.authenticator.manifest.id}:${flow.challengedAt ?? 0}`);
  const tries = await parts.volatile.countUp(key, {
    limit: parts.policy.triesPerChallenge,
    windowMs: parts.policy.flowLifetimeMs,
  });
  return tries.allowed && (!stranger || (await takeStrangerTry(parts, flow)));
}

/** What nobody can guess takes nothing from anybody's budget. */
async function takeFromBudget(parts: Parts, flow: Flow, { guessable, stranger }: Counting): Promise<boolean> {
  if (!guessable) return true;
  const profileUuid = flow.subject?.profileUuid ?? null;
  return takeAttempt(
    parts.database,
    { profileUuid, purpose: flow.purpose, stranger, now: parts.clock.now().getTime() },
    parts.policy,
  );
}

/** For a decoy as much is asked, and nobody found (O8). */
async function standingNow(parts: Parts, { subject }: Flow): Promise<Standing | null> {
  return parts.people.byUuid(subject?.profileUuid ?? nobody);
}

/** Nobody, once the profile was deleted and re-created, disabled, ran out, or may not sign in this way: the flow goes on as a decoy. */
function samePerson(
  { open: { flow }, authenticator, phase }: GivenAnswer,
  standing: Standing | null,
): FlowSubject | null {
  // Who may not use his card learns so from it, once it has proved itself: he is no decoy for it (W10).
  const isFor = standing !== null && (authenticator.manifest.kind === 'identifies' || mayLogIn(flow, standing, phase));
  const person = isFor ? subjectOf(standing) : null;
  return person !== null && person.profileUuid === flow.subject?.profileUuid ? person : null;
}

async function judge(given: GivenAnswer, person: FlowSubject | null): Promise<SafeVerdict> {
  const view = flowView(given.open.flow);
  if (given.owed.kind === 'CONFIRMATION' && person !== null) {
    return given.authenticator.confirm(view, person, given.owed.state, given.answer);
  }
  return given.authenticator.verify(view, person, given.answer);
}

type Why = Pick<SafeVerdict & { readonly outcome: 'rejected' }, 'reason' | 'tell'>;

/** A good card, and a person whom the matrix keeps from using one: what the phase says of cards is said to him (W10). */
function notByCard(parts: Parts, caller: Caller, flow: Flow): Promise<FlowRefused> {
  const answer = refuseWith('SMARTCARD_NOT_ALLOWED', useTwoFactors);
  return rejectSecondFactor(parts, caller, { flow, compared: false, reason: 'REVOKED', answer });
}

/** In a reset nothing may tell who is there; at login the password is proven, and one sentence covers lock and loss of standing. */
function refusalFor(given: GivenAnswer, person: FlowSubject | null, { reason, tell }: Why): ErrorCode | FlowRefused {
  if (tell !== undefined) return refuseWith(tell.code, tell.message);
  if (person === null && given.open.flow.purpose !== 'RESET') return 'AUTH_FAILED' as const;
  if (!isGuessable(given)) return refusalOfUnguessable(given);
  return reason === 'ATTEMPTS_EXCEEDED' ? ('OTP_ATTEMPTS_EXCEEDED' as const) : ('OTP_INVALID_OR_EXPIRED' as const);
}
