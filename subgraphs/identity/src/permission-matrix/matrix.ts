import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { ProfileType } from '../user-profile/user-profile.ts';
import type { Action, Hands, Side, Target } from './action-book.ts';

export type { Action, Hands, Side, Target } from './action-book.ts';

/** One row of Table 1 or of its prose: which sides may, in PRE_PARALLEL, PARALLEL and END. */
export interface MatrixRow {
  readonly action: Action;
  readonly target: Target;
  readonly hands: Hands;
  readonly sides: Readonly<Record<MigrationPhase, readonly Side[]>>;
  /** Where the row comes from, so that a correction finds its reason. */
  readonly basis: string;
}

/** One question to the matrix. */
export interface PermissionQuestion {
  readonly side: Side;
  readonly action: Action;
  readonly target: Target;
  readonly phase: MigrationPhase;
}

/** Who may do what, as data, so that a correction is a change of the data and of nothing else (A1). */
export interface PermissionMatrix {
  readonly rows: readonly MatrixRow[];
  /** True when the matrix has that cell; whatever it does not name is refused. */
  permits(question: PermissionQuestion): boolean;
  /** The phases in which the cell is there: what tells a refusal by phase from one by right. */
  phasesOf(question: Omit<PermissionQuestion, 'phase'>): readonly MigrationPhase[];
  /** How many people the action takes, or null when the matrix does not know it. */
  handsFor(action: Action, target: Target): Hands | null;
}

/** The row of a profile: the clearing house's own profiles belong to the house. */
export function targetOf(type: ProfileType): Target {
  return type === 'HKEX' ? 'HOUSE' : type;
}
