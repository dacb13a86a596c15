import { execute, Fault, insertIfAbsent, query, type Transaction } from '@countersign/platform';
import type { AppliedChanges, ApplyOutcome } from './apply-once.ts';

/** The outcomes of requests, on this unit of work's tables. Whoever claims second waits for the first to commit (A2). */
export function appliedChangesIn(tx: Transaction): AppliedChanges {
  return {
    claim: (input, at) =>
      insertIfAbsent(tx, 'applied_change', {
        request_id: input.requestId,
        kind: input.kind,
        target_uuid: input.targetUuid,
        claimed_at: at.getTime(),
        outcome: null,
      }),
    async outcome(requestId) {
      const [row] = await query<{ outcome: string | null }>(
        tx,
        'SELECT outcome FROM applied_change WHERE request_id = ?',
        [requestId],
      );
      if (row === undefined || row.outcome === null)
        throw new Fault('INTERNAL_SERVER_ERROR', 'The change has no outcome yet. Please try again.');
      return revive(JSON.parse(row.outcome) as StoredOutcome);
    },
    async settle(requestId, outcome) {
      await execute(tx, 'UPDATE applied_change SET outcome = ? WHERE request_id = ?', [
        JSON.stringify(outcome),
        requestId,
      ]);
    },
  };
}

type StoredOutcome = Omit<ApplyOutcome, 'appliedAt'> & { readonly appliedAt: string | null };

/** Instants come back from JSON as text. */
function revive(stored: StoredOutcome): ApplyOutcome {
  const opening = stored.refusal?.nextOpening;
  const refusal =
    stored.refusal === null || opening === undefined || opening === null
      ? stored.refusal
      : { ...stored.refusal, nextOpening: new Date(opening) };
  return { ...stored, refusal, appliedAt: stored.appliedAt === null ? null : new Date(stored.appliedAt) };
}
