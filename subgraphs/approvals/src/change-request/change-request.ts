import type { ChangeKind } from './change-kinds.ts';
import type { ChangeState } from './transitions.ts';

/** A person as a change request remembers them: the user ID that was shown, and the identity it stood for. */
export interface Party {
  readonly uuid: string;
  readonly userId: string;
}

/** What a change is about: a profile, a user still to be created, or something of the clearing house. */
export interface ChangeTarget {
  /** What only one open request may be about; for a live profile its uuid (A2). */
  readonly key: string;
  readonly uuid: string;
  readonly userId: string | null;
}

/** One target that an open request keeps others off; `userId` where it is a live profile, which then shows a badge. */
export interface Hold {
  readonly key: string;
  readonly userId: string | null;
}

/** How the second person agreed: by code on the maker's screen, or in a session of their own (W2). */
export type DecisionMethod = 'CODE' | 'SESSION';

/** Exactly what is put before the checker; its digest stands for all of it (A2). */
export interface Shown {
  readonly kind: ChangeKind;
  readonly target: ChangeTarget;
  /** What people read: a user ID, `Calendar 2026-12-24`, `40 users`. */
  readonly subject: string;
  /** The form behind a change of the clearing house (W18). */
  readonly formReference: string | null;
  /** Why the clearing house acts against the matrix (A3). */
  readonly breakGlassReason: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly payload: unknown;
  readonly version: number;
}

/** One change that waits for, or has had, a second person's word (W2). */
export interface ChangeRequest extends Shown {
  readonly id: string;
  readonly state: ChangeState;
  /** The tenant whose delegated administrators may see it; null for the clearing house's own. */
  readonly participant: string | null;
  readonly maker: Party;
  readonly digest: string;
  readonly warnings: readonly string[];
  readonly summary: string;
  readonly successMessage: string;
  readonly submittedAt: Date;
  readonly expiresAt: Date;
  readonly decision: Decision | null;
  /** Why it ended as it did, where that is not plain from the state. */
  readonly ending: Ending | null;
  /** Decided by its own maker under a sole-DA waiver. */
  readonly isSoleDa: boolean;
}

/** Who ended the waiting, when and how. `by` is null when time, a phase or a failed proof did. */
export interface Decision {
  readonly by: Party | null;
  readonly at: Date;
  readonly method: DecisionMethod | null;
  /** Decided by its own maker, under a waiver. */
  readonly isSoleDa?: boolean;
}

export interface Ending {
  readonly code: string;
  readonly message: string;
  /** What the checker wrote, without the sentence round it. */
  readonly reason?: string | null;
}

/** Holds when the target is a profile that already lives. */
export function isProfile({ key, uuid, userId }: ChangeTarget): boolean {
  return userId !== null && key === uuid;
}

/** The person who decided, or null when nobody did. */
export function deciderOf(request: Pick<ChangeRequest, 'decision'>): Party | null {
  return request.decision?.by ?? null;
}

/** Undecided requests stop being open at `expiresAt` itself, whether or not a sweep has been by (W2). */
export function hasExpired(request: Pick<ChangeRequest, 'state' | 'expiresAt'>, at: Date): boolean {
  return request.state === 'SUBMITTED' && at.getTime() >= request.expiresAt.getTime();
}

/** The state a reader is told: a lapsed request reads EXPIRED at once. */
export function stateAt(request: Pick<ChangeRequest, 'state' | 'expiresAt'>, at: Date): ChangeState {
  return hasExpired(request, at) ? 'EXPIRED' : request.state;
}
