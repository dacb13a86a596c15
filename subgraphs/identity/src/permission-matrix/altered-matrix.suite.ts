import { migrationPhases, type MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { Action, Side, Target } from './action-book.ts';
import type { PermissionMatrix } from './matrix.ts';
import { permissionMatrix } from './permission-matrix.ts';
import { standardMatrix } from './standard-matrix.ts';

/** One correction of the matrix: the sides of an action on a target, in the named phases or in all. */
export interface Correction {
  readonly action: Action;
  readonly target: Target;
  readonly sides: readonly Side[];
  readonly phases?: readonly MigrationPhase[];
}

/** The standard matrix with some cells corrected, as an operator would correct the file. */
export function alteredMatrix(...corrections: readonly Correction[]): PermissionMatrix {
  return permissionMatrix(
    standardMatrix().rows.map((row) => {
      const mine = corrections.filter((each) => each.action === row.action && each.target === row.target);
      const changed = mine.flatMap(({ phases = migrationPhases, sides }) => phases.map((phase) => [phase, sides]));
      return { ...row, sides: { ...row.sides, ...Object.fromEntries(changed) } };
    }),
  );
}
