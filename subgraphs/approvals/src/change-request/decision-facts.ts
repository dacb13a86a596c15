import type { Presented } from '../authorisation-code/present-code.ts';
import type { Policies, SessionStanding, Standing } from '../ports/people.ts';
import type { Refusal } from '../refusal.ts';
import type { ChangeRequest } from './change-request.ts';

/** Everything a decision is judged on, gathered before the transaction except the code, which is counted inside it. */
export interface DecisionFacts {
  readonly at: Date;
  /** As stored at the decision, not as loaded before. */
  readonly request: ChangeRequest;
  readonly maker: Standing | null;
  /** The user ID that claims to be the checker. */
  readonly checkerUserId: string;
  readonly checker: Standing | null;
  readonly isCheckerLocked: boolean;
  readonly policies: Policies;
  /** The session the decision is made in: the maker's on the same screen, else the checker's own. */
  readonly session: SessionStanding | null;
  /** The digest of what the checker was shown; null when the screen sent none. */
  readonly shownDigest: string | null;
  /** What the owner of the data has against it: hours, phase, rights, version. */
  readonly ownerRefusal: Refusal | null;
  /** False when the lines of a bulk request are no longer those that its digest covers. */
  readonly areRowsUnaltered: () => Promise<boolean>;
  /** Counts, then compares the code when `isComparable`; without it the attempt only counts. */
  readonly presentCode: (isComparable: boolean) => Promise<Presented>;
}

/** Why not, and what follows: nothing, one failure counted, or the end of the request. */
export interface Denial {
  readonly refusal: Refusal;
  readonly follows: 'NOTHING' | 'COUNTED' | 'CODE_EXHAUSTED' | 'STALE' | 'PHASE_CANCELLED';
}

export type DecisionCheck = (facts: DecisionFacts) => Denial | null | Promise<Denial | null>;

/** Runs the checks in their order and stops at the first denial. */
export async function firstDenial(checks: readonly DecisionCheck[], facts: DecisionFacts): Promise<Denial | null> {
  for (const check of checks) {
    const denial = await check(facts);
    if (denial !== null) return denial;
  }
  return null;
}
