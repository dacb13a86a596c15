import { execute, Fault, query, type Transaction } from '@countersign/platform';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';

/** The phase in force; there is always exactly one. */
export async function readPhase(tx: Transaction): Promise<MigrationPhase> {
  const [row] = await query<{ phase: MigrationPhase }>(tx, 'SELECT phase FROM migration_phase WHERE id = 1');
  if (row === undefined) throw new Fault('INTERNAL_SERVER_ERROR', 'The migration phase is not set.');
  return row.phase;
}

/** The phase in force and the stamp of the catalogue of groups in force, by one statement. */
export async function readHouse(
  tx: Transaction,
): Promise<{ readonly phase: MigrationPhase; readonly catalogueStamp: string }> {
  const [row] = await query<{ phase: MigrationPhase; catalogue_stamp: string }>(
    tx,
    'SELECT phase, catalogue_stamp FROM migration_phase WHERE id = 1',
  );
  if (row === undefined) throw new Fault('INTERNAL_SERVER_ERROR', 'The migration phase is not set.');
  return { phase: row.phase, catalogueStamp: row.catalogue_stamp };
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
