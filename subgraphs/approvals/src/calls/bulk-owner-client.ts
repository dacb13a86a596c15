import type { SubgraphClient } from '@countersign/platform';
import type { BulkOwner } from '../ports/bulk.ts';
import { REFUSAL_FIELDS, type RefusalAnswer, asRefusal } from './refusal-answer.ts';

const APPLY = `mutation ApplyBulkRows($input: ApplyBulkRowsInput!) {
  applyBulkRows(input: $input) { line outcome ${REFUSAL_FIELDS} }
}`;

interface RowAnswer {
  readonly line: number;
  readonly outcome: string;
  readonly refusal: RefusalAnswer | null;
}

/** A line that was not applied always has a reason; one that Identity gave none for had moved on. */
const UNTOLD = { code: 'PROFILE_STALE', message: 'The profile was changed in the meantime.', field: null };

/** Identity, as the part that applies the lines of bulk requests. */
export function bulkOwnerClient(identity: SubgraphClient): BulkOwner {
  return {
    async applyRows(order) {
      const input = { ...order, decidedAt: order.decidedAt.toISOString() };
      const { applyBulkRows } = await identity.request<{ applyBulkRows: readonly RowAnswer[] }>(APPLY, { input });
      return applyBulkRows.map(({ line, outcome, refusal }) => {
        if (outcome === 'APPLIED') return { line, refusal: null };
        return { line, refusal: refusal === null ? UNTOLD : asRefusal(refusal) };
      });
    },
  };
}
