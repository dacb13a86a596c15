import { type Database, query } from '@countersign/platform';
import { nobody } from './nobody.ts';

/** Whom somebody at an address wants to be. A decoy names nobody. */
export interface Visit {
  readonly profileUuid: string | null;
  readonly address: string;
}

/** Whether this source signed this very person in before: his own desk, which strangers' failures do not slow down (O9). */
export async function isKnownSource(database: Database, visit: Visit): Promise<boolean> {
  const rows = await database.read((tx) =>
    query(tx, 'SELECT id FROM session WHERE profile_uuid = ? AND source_address = ? LIMIT 1', [
      visit.profileUuid ?? nobody,
      visit.address,
    ]),
  );
  return rows.length > 0;
}
