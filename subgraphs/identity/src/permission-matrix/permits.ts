import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { type Action, type Hands, permissionMatrix, type Side, type Target } from './matrix.ts';

/** One question to the matrix. */
export interface PermissionQuestion {
  readonly side: Side;
  readonly action: Action;
  readonly target: Target;
  readonly phase: MigrationPhase;
}

/** True when the matrix has that cell; whatever it does not name is refused. */
export function permits({ side, action, target, phase }: PermissionQuestion): boolean {
  return permissionMatrix.some(
    (row) => row.action === action && row.target === target && row.sides[phase].includes(side),
  );
}

/** How many people the action takes, or null when the matrix does not know it. */
export function handsFor(action: Action, target: Target): Hands | null {
  return permissionMatrix.find((row) => row.action === action && row.target === target)?.hands ?? null;
}
