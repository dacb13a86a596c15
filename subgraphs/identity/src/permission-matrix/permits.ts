import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { Action, Side, Target } from './action-book.ts';
import { standardMatrix } from './standard-matrix.ts';

/** One question to the matrix. */
export interface PermissionQuestion {
  readonly side: Side;
  readonly action: Action;
  readonly target: Target;
  readonly phase: MigrationPhase;
}

/** True when the standard matrix has that cell; gone once every caller asks the matrix that it was given. */
export function permits(question: PermissionQuestion): boolean {
  return standardMatrix().permits(question);
}
