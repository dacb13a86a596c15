import type { Refusal } from '../refusal.ts';
import { changeKind } from './change-kinds.ts';
import { checkDecision, type DecisionInput } from './check-decision.ts';
import type { Records } from './records.ts';

/** A decided change to be applied once under its request ID. */
export interface ApplyInput extends DecisionInput {
  readonly requestId: string;
  readonly payload: unknown;
  readonly decidedAt: Date;
}

/** What became of it; the same answer for every repetition of the request ID. */
export interface ApplyOutcome {
  readonly outcome: 'APPLIED' | 'STALE' | 'REFUSED';
  readonly refusal: Refusal | null;
  readonly appliedAt: Date | null;
  readonly version: number | null;
}

/** Keeps each request's outcome, so that a change happens once however often it is delivered. */
export interface AppliedChanges {
  /** Claims the request ID inside this unit of work; false when another one has it. */
  claim(input: ApplyInput, at: Date): Promise<boolean>;
  outcome(requestId: string): Promise<ApplyOutcome>;
  settle(requestId: string, outcome: ApplyOutcome): Promise<void>;
}

/**
 * Applies a decided change, or says why not, in one unit of work with its audit, its events and its outcome.
 * Maker, checker, matrix and version are judged again here: approval alone changes nothing (M6, W2).
 */
export async function applyChange(
  records: Records,
  applied: AppliedChanges,
  input: ApplyInput,
  now: Date,
): Promise<ApplyOutcome> {
  if (!(await applied.claim(input, now))) return applied.outcome(input.requestId);
  const outcome = await applyOnce(records, input, now);
  await applied.settle(input.requestId, outcome);
  return outcome;
}

async function applyOnce(records: Records, input: ApplyInput, now: Date): Promise<ApplyOutcome> {
  const judged = await checkDecision(records, input, { now, decidedAt: input.decidedAt });
  const people = judged.ok
    ? { maker: judged.value.maker.profile, checker: judged.value.checker.profile, target: judged.value.target }
    : {
        maker: await records.profile(input.makerUuid),
        checker: await records.profile(input.checkerUuid),
        target: await records.profile(input.targetUuid),
      };
  const effect = judged.ok
    ? await changeKind(input.kind).apply({ records, target: judged.value.target, payload: input.payload, now })
    : judged;
  const row = { at: now, action: 'change.apply', ...people, requestId: input.requestId };
  if (!effect.ok) {
    await records.audit({ ...row, outcome: 'REFUSED', code: effect.refusal.code });
    const outcome = effect.refusal.code === 'PROFILE_STALE' ? 'STALE' : 'REFUSED';
    return { outcome, refusal: effect.refusal, appliedAt: null, version: null };
  }
  await records.audit({ ...row, outcome: 'SUCCESS', before: effect.value.before, after: effect.value.after });
  return { outcome: 'APPLIED', refusal: null, appliedAt: now, version: input.version + 1 };
}
