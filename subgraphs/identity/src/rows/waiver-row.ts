import { execute, insertIfAbsent, query, type Transaction } from '@countersign/platform';
import type { Versioned, WrittenWaiver } from '../changes/house-records.ts';
import type { LocalDate } from '../function-hours/hong-kong-date.ts';

/** The last day of a participant's waiver, with the version that a change must name. */
export async function readWaiver(tx: Transaction, participant: string): Promise<Versioned<LocalDate>> {
  const [row] = await query<{ until_date: LocalDate | null; version: number }>(
    tx,
    'SELECT until_date, version FROM sole_da_waiver WHERE participant = ?',
    [participant],
  );
  return { stored: row?.until_date ?? null, version: row?.version ?? 0 };
}

/** Writes a waiver over this version; false when another change was first. */
export async function writeWaiver(
  tx: Transaction,
  participant: string,
  { until, reason, version, at }: WrittenWaiver,
): Promise<boolean> {
  if (version === 0) {
    const row = { participant, until_date: until, reason, version: 1, updated_at: at.getTime() };
    return insertIfAbsent(tx, 'sole_da_waiver', row);
  }
  const affected = await execute(
    tx,
    'UPDATE sole_da_waiver SET until_date = ?, reason = ?, version = version + 1, updated_at = ? WHERE participant = ? AND version = ?',
    [until, reason, at.getTime(), participant, version],
  );
  return affected === 1;
}
