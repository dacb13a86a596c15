import type { SessionPrincipal } from '@countersign/platform';
import { stateAt } from '../change-request/change-request.ts';
import { isOpen } from '../change-request/transitions.ts';
import type { Parts } from '../ports/parts.ts';
import type { Refusal } from '../refusal.ts';
import { type BulkRow, hasChange } from './bulk-row.ts';
import { describeRows } from './describe-rows.ts';
import { withoutHeld } from './held-rows.ts';
import { proposedRows } from './proposed-rows.ts';
import type { BulkWish } from './submit-bulk.ts';
import { summaryOf } from './summary-of.ts';

/** What a file would do if it were submitted now. */
export interface BulkPreview {
  readonly rows: readonly BulkRow[];
  readonly total: number;
  readonly valid: number;
  readonly invalid: number;
  readonly warned: number;
  readonly summary: string;
}

function previewOf(rows: readonly BulkRow[]): BulkPreview {
  const valid = rows.filter(hasChange);
  const warned = valid.filter(({ warnings }) => warnings.length > 0).length;
  const { summary } = summaryOf(describeRows(rows, null));
  return { rows, total: rows.length, valid: valid.length, invalid: rows.length - valid.length, warned, summary };
}

/** Judges every line of a file as submitting it now would; of it all only the audit row is stored (W24). */
export async function previewBulk(
  parts: Parts,
  session: SessionPrincipal,
  wish: Omit<BulkWish, 'onErrors'>,
): Promise<BulkPreview | { readonly refusal: Refusal }> {
  // SHOW is for dry runs alone: a file is answered for line by line, even when none of them can be applied.
  const asked = { ...wish, onErrors: 'SHOW' };
  const answer = await parts.owners.identity.propose('BULK_CHANGE', session.profileUuid, asked);
  if ('refusal' in answer) return answer;
  const { rows: proposed } = proposedRows(answer.proposal);
  return parts.store.change(async (unit) => {
    const at = parts.clock.now();
    const rows = await withoutHeld(unit, proposed, (other) => !isOpen(stateAt(other, at)));
    const preview = previewOf(rows);
    const { total, valid, invalid } = preview;
    await unit.audit({
      at,
      action: 'bulk.preview',
      outcome: 'SUCCESS',
      actor: session.userId,
      actorUuid: session.profileUuid,
      participant: session.participant,
      sessionId: session.sessionId,
      sourceAddress: session.source.address,
      after: { total, valid, invalid },
    });
    return preview;
  });
}
