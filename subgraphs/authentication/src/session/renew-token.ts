import { type Transaction, execute, insert, query, randomToken, sha256 } from '@countersign/platform';

/**
 * Gives a living session that travels in a cookie another token, and ends the one before in the same instant: a new level
 * is a new token, whatever was planted or copied earlier (S1, ASVS 7.2.4). Null for a session of another delivery, whose
 * client got its token by an answer and would go on with that (decision 71).
 */
export async function renewToken(tx: Transaction, sessionId: string, now: number): Promise<string | null> {
  const sql = `SELECT token_digest FROM session WHERE id = ? AND delivery = 'COOKIE' AND ended_at IS NULL`;
  const [row] = await query<{ token_digest: string }>(tx, sql, [sessionId]);
  if (row === undefined) return null;
  const token = randomToken(32);
  const renewed = await execute(
    tx,
    'UPDATE session SET token_digest = ? WHERE id = ? AND token_digest = ? AND ended_at IS NULL',
    [sha256(token), sessionId, row.token_digest],
  );
  if (renewed !== 1) return null;
  await insert(tx, 'renewed_token', { token_digest: row.token_digest, session_id: sessionId, renewed_at: now });
  return token;
}
