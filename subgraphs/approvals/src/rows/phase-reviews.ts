import { type Transaction, execute, insertIfAbsent, query, tableMigration } from '@countersign/platform';
import type { PhaseReviews } from '../ports/unit-of-work.ts';

/** Reviews of open requests after a phase began, with how far each came; a finished one stays, so that its event is known. */
export const phaseReviewMigration = tableMigration(
  1_700_000_030_103,
  'phase_review',
  [
    'event_id CHAR(36) NOT NULL PRIMARY KEY',
    'opened_at BIGINT NOT NULL',
    'reviewed_up_to CHAR(36) NOT NULL',
    'is_finished SMALLINT NOT NULL DEFAULT 0',
  ],
  { indexes: [{ name: 'phase_review_due', columns: ['is_finished', 'opened_at'] }] },
);

/** Smaller than any request ID. */
const BEGINNING = '00000000-0000-0000-0000-000000000000';

/** The stored reviews as one transaction sees them. */
export function phaseReviews(tx: Transaction): PhaseReviews {
  return {
    async open(eventId, at) {
      const opened_at = at.getTime();
      await insertIfAbsent(tx, 'phase_review', { event_id: eventId, opened_at, reviewed_up_to: BEGINNING });
    },
    async next() {
      const sql = `SELECT event_id, reviewed_up_to FROM phase_review WHERE is_finished = 0 ORDER BY opened_at LIMIT 1`;
      const [row] = await query<{ event_id: string; reviewed_up_to: string }>(tx, sql);
      return row === undefined ? null : { eventId: row.event_id, reviewedUpTo: row.reviewed_up_to };
    },
    async advance({ eventId, reviewedUpTo }, to) {
      const sql = 'UPDATE phase_review SET reviewed_up_to = ? WHERE event_id = ? AND reviewed_up_to = ?';
      await execute(tx, sql, [to, eventId, reviewedUpTo]);
    },
    async finish({ eventId }) {
      await execute(tx, 'UPDATE phase_review SET is_finished = 1 WHERE event_id = ?', [eventId]);
    },
  };
}
