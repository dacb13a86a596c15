import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { Judged, Refusal } from '../refusal.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { Records } from './records.ts';

/** On whose behalf a pair acts; decided by the maker's stored roles. */
export type PairSide = 'DA' | 'HKEX';

/** A maker whose rights and hours were already found good, and what he typed. */
export interface ProposalRequest {
  readonly records: Records;
  readonly maker: UserProfile;
  readonly side: PairSide;
  readonly phase: MigrationPhase;
  readonly input: unknown;
}

/** What the request would do, for the maker and the checker to see and for `apply` to get back. */
export interface ProposedEffect {
  readonly target: UserProfile;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  readonly summary: string;
}

/** A decided change on its way into the tables; the pair was already checked again. */
export interface Application {
  readonly records: Records;
  readonly target: UserProfile;
  readonly payload: unknown;
  readonly now: Date;
}

/** What an applied change did. Null when the target had moved on. */
export interface AppliedEffect {
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** One kind of change: it lives where the data lives, one file each (design 6). */
export interface ChangeKind {
  readonly kind: string;
  /** The seed's sentence once the change is in force. */
  readonly successMessage: string;
  propose(request: ProposalRequest): Promise<Judged<ProposedEffect>>;
  /** Whether this side may still do it to this target in this phase; the payload is absent while only the pair is judged. */
  permitted(side: PairSide, target: UserProfile, phase: MigrationPhase): Refusal | null;
  apply(application: Application): Promise<Judged<AppliedEffect>>;
}
