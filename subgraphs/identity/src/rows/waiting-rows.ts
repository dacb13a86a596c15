import { execute, query, type Transaction } from '@countersign/platform';
import type { ImportRefusal } from '../profile-import/import-row.ts';
import { auditImport, type Batch } from './import-batch.ts';
import { COLUMNS_WRITTEN } from './profile-row.ts';

const DAY_MS = 86_400_000;

/** Makes every waiting row of an import a profile, or none when an ID was taken meanwhile. */
export async function keepWaitingRows(
  tx: Transaction,
  batch: Batch,
): Promise<{ readonly committed: number; readonly refused: readonly ImportRefusal[] }> {
  const taken = await query<{ user_id: string }>(
    tx,
    `SELECT DISTINCT w.user_id AS user_id FROM import_row w JOIN user_profile p ON p.user_id = w.user_id
      WHERE w.import_id = ? AND (p.deleted_at IS NULL OR p.participant <> w.participant) ORDER BY w.user_id LIMIT 1000`,
    [batch.importId],
  );
  if (taken.length > 0) {
    return {
      committed: 0,
      refused: taken.map(({ user_id: userId }) => ({
        kind: 'refused',
        line: 0,
        userId,
        code: 'USER_ID_TAKEN',
        message: `The user ID ${userId} was taken meanwhile.`,
      })),
    };
  }
  const columns = COLUMNS_WRITTEN.join(', ');
  const committed = await execute(
    tx,
    `INSERT INTO user_profile (${columns}, live_user_id, deleted_at) SELECT ${columns}, user_id, NULL FROM import_row WHERE import_id = ?`,
    [batch.importId],
  );
  await auditImport(tx, batch, committed);
  return { committed, refused: [] };
}

/** Clears the waiting rows of one import, or those that a killed import left the day before. */
export async function forgetWaitingRows(
  tx: Transaction,
  which: { readonly importId: string } | { readonly olderThan: Date },
): Promise<void> {
  if ('importId' in which) await execute(tx, 'DELETE FROM import_row WHERE import_id = ?', [which.importId]);
  else await execute(tx, 'DELETE FROM import_row WHERE created_at < ?', [which.olderThan.getTime() - DAY_MS]);
}
