import { type Transaction, execute, insertIfAbsent, query } from '@countersign/platform';
import type { MakerSessions } from '../ports/unit-of-work.ts';

/** Failures in a row of makers' sessions as one transaction sees them. */
export function makerSessions(tx: Transaction): MakerSessions {
  return {
    async countFailure(sessionId, at) {
      await insertIfAbsent(tx, 'maker_session', {
        session_id: sessionId,
        consecutive_failures: 0,
        last_failure_at: at.getTime(),
      });
      const sql =
        'UPDATE maker_session SET consecutive_failures = consecutive_failures + 1, last_failure_at = ? WHERE session_id = ?';
      await execute(tx, sql, [at.getTime(), sessionId]);
      const rows = await query<{ failures: number }>(
        tx,
        'SELECT consecutive_failures AS failures FROM maker_session WHERE session_id = ?',
        [sessionId],
      );
      return Number(rows[0]?.failures ?? 1);
    },
    async forgetFailures(sessionId) {
      await execute(tx, 'DELETE FROM maker_session WHERE session_id = ?', [sessionId]);
    },
    async dropOlderThan(at) {
      await execute(tx, 'DELETE FROM maker_session WHERE last_failure_at < ?', [at.getTime()]);
    },
  };
}
