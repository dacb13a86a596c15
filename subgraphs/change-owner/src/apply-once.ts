import type { DecidedChange } from './decision.ts';
import type { Refusal } from './refusal.ts';

/** What became of a decided change; the same answer for every repetition of the request ID. */
export interface ApplyOutcome<Code extends string = string> {
  readonly outcome: 'APPLIED' | 'STALE' | 'REFUSED';
  readonly refusal: Refusal<Code> | null;
  readonly appliedAt: Date | null;
  readonly version: number | null;
}

/** Keeps each request's outcome, so that a change happens once however often it is delivered. */
export interface AppliedChanges {
  /** Claims the request ID inside this unit of work; false when another one has it. */
  claim(change: Pick<DecidedChange, 'requestId' | 'kind' | 'targetUuid'>, at: Date): Promise<boolean>;
  outcome(requestId: string): Promise<ApplyOutcome>;
  settle(requestId: string, outcome: ApplyOutcome): Promise<void>;
}

/** Does the work for the first delivery of a request ID and remembers what came of it; any other delivery hears the same (A2, M9). */
export async function applyOnce(
  applied: AppliedChanges,
  change: Pick<DecidedChange, 'requestId' | 'kind' | 'targetUuid'>,
  now: Date,
  work: () => Promise<ApplyOutcome>,
): Promise<ApplyOutcome> {
  if (!(await applied.claim(change, now))) return applied.outcome(change.requestId);
  const outcome = await work();
  await applied.settle(change.requestId, outcome);
  return outcome;
}
