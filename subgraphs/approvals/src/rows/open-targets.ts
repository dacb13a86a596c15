import { type Transaction, execute, isDuplicateKey, query } from '@countersign/platform';
import type { Hold } from '../change-request/change-request.ts';

/** How many rows one statement carries. */
const CHUNK = 200;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

function chunksOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, at) => items.slice(at * CHUNK, (at + 1) * CHUNK));
}

/** Frees the targets of a request, or those of them that are named. */
export async function releaseTargets(tx: Transaction, requestId: string, keys?: readonly string[]): Promise<void> {
  if (keys === undefined) {
    await execute(tx, 'DELETE FROM open_target WHERE request_id = ?', [requestId]);
    return;
  }
  for (const some of chunksOf(keys)) {
    const sql = `DELETE FROM open_target WHERE request_id = ? AND target_key IN (${marks(some)})`;
    await execute(tx, sql, [requestId, ...some]);
  }
}

/** Takes all targets for a request, or none of them: false when one is held already. */
export async function holdTargets(tx: Transaction, requestId: string, holds: readonly Hold[]): Promise<boolean> {
  for (const [at, some] of chunksOf(holds).entries()) {
    const rows = some.map(() => '(?, ?, ?)').join(', ');
    const values = some.flatMap(({ key, userId }) => [key, requestId, userId]);
    try {
      await execute(tx, `INSERT INTO open_target (target_key, request_id, user_id) VALUES ${rows}`, values);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      if (at > 0) await releaseTargets(tx, requestId);
      return false;
    }
  }
  return true;
}

/** Which of these targets are held, and by which request. */
export async function heldTargets(tx: Transaction, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const held = new Map<string, string>();
  for (const some of chunksOf(keys)) {
    const sql = `SELECT target_key, request_id FROM open_target WHERE target_key IN (${marks(some)})`;
    const rows = await query<{ target_key: string; request_id: string }>(tx, sql, [...some]);
    for (const row of rows) held.set(row.target_key, row.request_id);
  }
  return held;
}

/** Which of these user IDs have a request open on them, and which request that is. */
export async function heldUserIds(tx: Transaction, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const sql = `SELECT user_id, request_id FROM open_target WHERE user_id IN (${marks(userIds)})`;
  const rows = await query<{ user_id: string; request_id: string }>(tx, sql, [...userIds]);
  return new Map(rows.map(({ user_id, request_id }) => [user_id, request_id]));
}
