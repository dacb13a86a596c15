import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { Judged, Refusal } from '../refusal.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { Records } from './records.ts';

/** On whose behalf a pair acts; decided by the maker's stored roles. */
export type PairSide = 'DA' | 'HKEX';

/** What a change is about, as stored at this instant: a profile, one still to be created, or something of the house. */
export interface ChangeTarget {
  readonly uuid: string;
  /** What people read: a user ID, `Calendar 2026-12-24`. */
  readonly subject: string;
  /** The user ID it is about, also of a user still to be created; null for anything else. */
  readonly userId: string | null;
  /** The tenant it belongs to; null for the house. */
  readonly participant: string | null;
  /** 0 while there is nothing yet. */
  readonly version: number;
  /** The live profile, where the target is one. */
  readonly profile: UserProfile | null;
}

/** What the clearing house's staff give with a change: the form behind it, and why it goes against the matrix (W18, A3). */
export interface HouseGrounds {
  readonly formReference: string | null;
  readonly breakGlassReason: string | null;
}

/** A maker whose rights and hours were already found good, and what he typed, without the grounds. */
export interface ProposalRequest {
  readonly records: Records;
  readonly maker: UserProfile;
  readonly side: PairSide;
  readonly phase: MigrationPhase;
  readonly grounds: HouseGrounds;
  readonly input: Readonly<Record<string, unknown>>;
  readonly now: Date;
  /** Judges another change of the same maker, wholly and on the records given: how a bulk file judges its lines (W24). */
  readonly also: (wish: AnotherWish) => Promise<Judged<ProposedEffect>>;
}

/** One line of a bulk file as the change it asks for. */
export interface AnotherWish {
  readonly records: Records;
  readonly kind: string;
  readonly input: unknown;
}

/** What the request would do, for the maker and the checker to see and for `apply` to get back. */
export interface ProposedEffect {
  readonly target: ChangeTarget;
  /** What only one open request may be about; the target's uuid when left out. */
  readonly targetKey?: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  readonly summary: string;
}

/** May this side do it to this target in this phase? Asked at the proposal, at the decision and where it is applied. */
export interface KindQuestion {
  readonly records: Pick<Records, 'permits'>;
  readonly side: PairSide;
  readonly phase: MigrationPhase;
  readonly target: ChangeTarget;
  readonly payload: unknown;
  readonly grounds: HouseGrounds;
}

/** A decided change on its way into the tables; the pair was already checked again. */
export interface Application {
  readonly records: Records;
  readonly requestId: string;
  readonly maker: UserProfile;
  readonly phase: MigrationPhase;
  readonly target: ChangeTarget;
  readonly payload: unknown;
  readonly now: Date;
}

/** What an applied change did. */
export interface AppliedEffect {
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** One kind of change: it lives where the data lives, one file each (design 6). */
export interface ChangeKind {
  readonly kind: string;
  /** The seed's sentence once the change is in force. */
  readonly successMessage: string;
  /** Changes of profiles made for the house rest on a form; changes of the house itself do not (W18). */
  readonly needsForm: boolean;
  /** Where somebody may make a change of his own profile, flagged: which of them (W9). Nowhere when left out. */
  readonly allowsOwnProfile?: (target: ChangeTarget, payload: unknown) => boolean;
  propose(request: ProposalRequest): Promise<Judged<ProposedEffect>>;
  /** The target as it is now; null when it is gone. */
  find(records: Records, targetUuid: string, payload: unknown): Promise<ChangeTarget | null>;
  permitted(question: KindQuestion): Refusal | null;
  apply(application: Application): Promise<Judged<AppliedEffect>>;
}
