import { migrationPhases, type MigrationPhase } from '../migration-phase/migration-phase.ts';
import { type Action, type Side, targetOf } from '../permission-matrix/matrix.ts';
import { type Refusal, refused } from '../refusal.ts';
import type { ProfileType } from '../user-profile/user-profile.ts';
import type { KindQuestion } from './change-kind.ts';

/** Which cells must permit a change of a profile, and what a side hears that may in no phase. */
export interface CellRule {
  readonly type: ProfileType;
  readonly actions: readonly Action[];
  /** For an administrator to whom no phase gives the right. */
  readonly never: Refusal;
  /** True where a phase in which nobody may is told to whoever never may. */
  readonly phaseFirst?: boolean;
  /** True where the clearing house may break the glass on a user profile (A3). */
  readonly glass: boolean;
}

const names: Partial<Record<Side, string>> = {
  DA: "the participant's delegated administrators",
  HKEX: 'the clearing house',
};

const houseProfile = refused(
  'FIELD_NOT_EDITABLE',
  "The clearing house's own profiles are not maintained here.",
).refusal;

/**
 * What the matrix says against it, or null: PHASE_FORBIDS where the side may in another phase or the other side does it
 * now, the kind's own refusal to an administrator who never may (A1, domain 2).
 */
export function forbiddenByCells(
  { records, side, phase, grounds }: Pick<KindQuestion, 'records' | 'side' | 'phase' | 'grounds'>,
  { type, actions, never, glass, phaseFirst = false }: CellRule,
): Refusal | null {
  const may = (who: Side, when: MigrationPhase): boolean =>
    actions.every((action) => records.permits({ side: who, action, target: targetOf(type), phase: when }));
  if (may(side, phase)) return null;
  if (glass && breaksGlass(side, type, grounds)) return null;
  if (type === 'HKEX') return houseProfile;
  const who = (['HKEX', 'DA'] as const).filter((each) => may(each, phase)).map((each) => names[each]);
  const isOver = phaseFirst && who.length === 0;
  return side === 'DA' && !isOver && !migrationPhases.some((each) => may('DA', each)) ? never : doneBy(who);
}

function breaksGlass(side: Side, type: ProfileType, { breakGlassReason }: KindQuestion['grounds']): boolean {
  return side === 'HKEX' && type === 'USER' && breakGlassReason !== null;
}

function doneBy(who: readonly (string | undefined)[]): Refusal {
  return refused(
    'PHASE_FORBIDS',
    who.length === 0
      ? 'In the migration phase in force nobody may do this.'
      : `In the migration phase in force this is done by ${who.join(' or ')}.`,
  ).refusal;
}
