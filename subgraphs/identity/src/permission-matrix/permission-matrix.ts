import { migrationPhases } from '../migration-phase/migration-phase.ts';
import type { Action, Target } from './action-book.ts';
import type { MatrixRow, PermissionMatrix } from './matrix.ts';

const keyOf = (action: Action, target: Target): string => `${action} ${target}`;

/** A matrix of these rows; nothing else in the process knows who may do what. */
export function permissionMatrix(rows: readonly MatrixRow[]): PermissionMatrix {
  const byKey = new Map(rows.map((row) => [keyOf(row.action, row.target), row]));
  const permits: PermissionMatrix['permits'] = ({ side, action, target, phase }) =>
    byKey.get(keyOf(action, target))?.sides[phase].includes(side) ?? false;
  return {
    rows,
    permits,
    phasesOf: (question) => migrationPhases.filter((phase) => permits({ ...question, phase })),
    handsFor: (action, target) => byKey.get(keyOf(action, target))?.hands ?? null,
  };
}
