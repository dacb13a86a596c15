import { execute, Fault, query, type Transaction } from '@countersign/platform';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';

/** The phase in force; there is always exactly one. */
export async function readPhase(tx: Transaction): Promise<MigrationPhase> {
  const [row] = await query<{ phase: MigrationPhase }>(tx, 'SELECT phase FROM migration_phase WHERE id = 1');
  if (row === undefined) throw new Fault('INTERNAL_SERVER_ERROR', 'The migration phase is not set.');
  return row.phase;
}

/** Moves from one phase to another; false when the phase in force is not `from`. */
export async function writePhase(
  tx: Transaction,
  from: MigrationPhase,
  to: MigrationPhase,
  at: Date,
): Promise<boolean> {
  const affected = await execute(
    tx,
    'UPDATE migration_phase SET phase = ?, changed_at = ? WHERE id = 1 AND phase = ?',
    [to, at.getTime(), from],
  );
  return affected === 1;
}
