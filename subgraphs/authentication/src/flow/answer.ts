import type { Caller, Parts } from '../parts.ts';
import { isAsked } from './advance.ts';
import { answerWithPassword } from './answer-with-password.ts';
import { answerWithSecondFactor } from './answer-with-second-factor.ts';
import { auditFlow } from './audit-flow.ts';
import { findFlow } from './find-flow.ts';
import type { Flow } from './flow.ts';
import { noLongerOffered } from './not-offered.ts';
import { refuse, refuseWith } from './refuse.ts';
import type { FlowRefused, FlowStep } from './step.ts';

/** One answer by one authenticator, whichever field or transport it came through: the same path, the same budget (O17). */
export interface AnswerRequest {
  readonly flowId: string;
  readonly authenticator: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Judges an answer: first whether the flow waits for it, then its form, and only then, within the budget, whether it is right. */
export async function answer(parts: Parts, caller: Caller, request: AnswerRequest): Promise<FlowStep> {
  const found = await findFlow(parts, caller, request.flowId);
  if (found === null) return refuse('FLOW_EXPIRED');
  const { flow } = found.open;
  const authenticator = parts.authenticators.get(request.authenticator);
  if (authenticator === null || found.owed.kind === 'NO_ROUTE')
    return denied(parts, caller, flow, await noLongerOffered(parts, request.authenticator));
  if (!isAsked(found.owed, request.authenticator)) return denied(parts, caller, flow, refuse('FLOW_STEP_NOT_EXPECTED'));
  const parsed = authenticator.parse(request.args);
  if (!parsed.ok) return denied(parts, caller, flow, refuseWith(parsed.code, parsed.message));
  const given = { ...found, authenticator, answer: parsed.answer };
  if (authenticator.manifest.budget === 'PASSWORD') return answerWithPassword(parts, caller, given);
  return answerWithSecondFactor(parts, caller, given);
}

/** A refusal before any comparison: it costs no attempt and still leaves its row. */
async function denied(parts: Parts, caller: Caller, flow: Flow, refusal: FlowRefused): Promise<FlowRefused> {
  await parts.database.autocommit((tx) =>
    auditFlow(
      tx,
      { now: parts.clock.now(), caller, flow },
      { action: `${flow.purpose.toLowerCase()}.denied`, outcome: 'REFUSED', code: refusal.code },
    ),
  );
  return refusal;
}
