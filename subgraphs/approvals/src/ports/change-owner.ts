import type { Proposal as OwnersProposal } from '@countersign/change-owner';
import type { ChangeKind } from '../change-request/change-kinds.ts';
import type { ChangeTarget } from '../change-request/change-request.ts';
import type { Refusal } from '../refusal.ts';

/** What the owner of the data makes of a maker's wish, with the three names of its target as one. */
export type Proposal = Omit<OwnersProposal, 'targetKey' | 'targetUuid' | 'targetUserId'> & {
  readonly target: ChangeTarget;
};

export interface DecisionQuestion {
  readonly kind: ChangeKind;
  readonly makerUuid: string;
  readonly checkerUuid: string;
  readonly targetUuid: string;
  readonly version: number;
  readonly payload: unknown;
}

export interface DecidedChange extends DecisionQuestion {
  readonly requestId: string;
  readonly decidedAt: Date;
}

export type ApplyOutcome =
  { readonly outcome: 'APPLIED' } | { readonly outcome: 'STALE' | 'REFUSED'; readonly refusal: Refusal | null };

/** The subgraph whose data a kind of change touches (design.md 6). Throws DependencyUnavailable when it is out of reach. */
export interface ChangeOwner {
  propose(kind: ChangeKind, actorUuid: string, input: unknown): Promise<{ proposal: Proposal } | { refusal: Refusal }>;
  /** Hours, phase, rights and version as they are now; null when nothing speaks against the decision. */
  checkDecision(question: DecisionQuestion): Promise<Refusal | null>;
  /** Idempotent by request id: the first outcome is the outcome. */
  apply(change: DecidedChange): Promise<ApplyOutcome>;
}
