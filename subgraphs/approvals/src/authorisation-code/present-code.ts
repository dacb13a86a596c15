import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { MOST_CONSECUTIVE_FAILURES } from './authorisation-code.ts';
import { type CodeVerdict, judgeCode } from './judge-code.ts';
import { revokeCode } from './revoke-code.ts';

/** What came of presenting a code; `isExhausted` when this failure was the last one allowed. */
export interface Presented {
  readonly verdict: CodeVerdict;
  readonly isExhausted: boolean;
}

/** What was typed as a checker's code. `typed` is null when the checker may not decide, so nothing may be compared. */
export interface Presentation {
  readonly checker: { readonly uuid: string; readonly userId: string };
  readonly typed: string | null;
  readonly at: Date;
}

/** Stands for the code of somebody who has none; no attempt on it is ever taken. */
const NO_CODE = { version: 1, consecutiveFailures: 0 };

/** Keeps the count that `takeAttempt` began; true when this failure was the last one allowed and the code is now revoked. */
async function keepCount(
  unit: UnitOfWork,
  presentation: Presentation,
  verdict: CodeVerdict,
  failures: number,
): Promise<boolean> {
  const { checker, at } = presentation;
  if (verdict === 'MATCH') await unit.codes.forgetFailures(checker.uuid);
  if (verdict === 'LAST_MONTH') await unit.codes.giveBackAttempt(checker.uuid);
  if (verdict !== 'WRONG' || failures < MOST_CONSECUTIVE_FAILURES) return false;
  await revokeCode(unit, checker, { at, reason: 'AUTHORISATION_FAILED' });
  return true;
}

/**
 * Counts a failure first, by a guarded write that also holds the row, and only then compares: of any number of parallel
 * attempts no more than three are compared (AC1). A match takes all failures back, last month's code only its own.
 */
export async function presentCode(unit: UnitOfWork, key: Uint8Array, presentation: Presentation): Promise<Presented> {
  const { checker, typed, at } = presentation;
  const isTaken = await unit.codes.takeAttempt(checker.uuid);
  const { version, consecutiveFailures } = (await unit.codes.find(checker.uuid)) ?? NO_CODE;
  // Computed for everybody, so that an unknown checker takes as long as a known one (L3).
  const judged = judgeCode(key, { checkerUuid: checker.uuid, version }, typed ?? '', at);
  if (!isTaken) return { verdict: 'WRONG', isExhausted: false };
  if (typed !== null) {
    return { verdict: judged, isExhausted: await keepCount(unit, presentation, judged, consecutiveFailures) };
  }
  // A lock is told by no event: the first attempt that meets it revokes, as any other loss of the right does (W3).
  await revokeCode(unit, checker, { at, reason: 'NOT_A_CHECKER' });
  return { verdict: 'WRONG', isExhausted: false };
}
