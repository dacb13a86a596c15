import { type AppliedChanges, type ApplyOutcome, appliedChangesIn } from '@countersign/change-owner';
import {
  type AuditEntry,
  appendAuditAll,
  insertAll,
  type NewRow,
  type OutgoingEvent,
  outbox,
  query,
  type Transaction,
} from '@countersign/platform';
import type { Records } from '../changes/records.ts';
import { auditEntryOf } from './audit-entry-of.ts';

/** Records and ledger whose audit rows, events and outcomes are written together at the end of the unit of work. */
export interface GatheredWrites {
  readonly records: Records;
  readonly applied: AppliedChanges;
  /** Writes what was gathered, a statement for each table. A line that another unit applied meanwhile is a duplicate key. */
  write(): Promise<void>;
}

async function keysApplied(tx: Transaction, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const sql = `SELECT request_id FROM applied_change WHERE request_id IN (${keys.map(() => '?').join(', ')})`;
  const rows = await query<{ request_id: string }>(tx, sql, keys);
  return new Set(rows.map((row) => row.request_id));
}

/**
 * Many lines in one unit of work cost a few statements more than their profiles. The key of the ledger still decides who
 * applied a line: whoever comes second fails as a whole and hears of each line what became of it (A2, M9).
 */
export async function gatherWrites(
  tx: Transaction,
  records: Records,
  keys: readonly string[],
): Promise<GatheredWrites> {
  const ledger = appliedChangesIn(tx);
  const known = await keysApplied(tx, keys);
  const claims = new Map<string, NewRow>();
  const audits: AuditEntry[] = [];
  const events: OutgoingEvent[] = [];
  const gathering: Pick<Records, 'audit' | 'announce'> = {
    audit: async (entry) => void audits.push(auditEntryOf(entry)),
    announce: async (type, at, body) => void events.push({ type, at, body }),
  };
  return {
    records: {
      ...records,
      ...gathering,
      ahead: async (wanted) => ({ ...(await records.ahead(wanted)), ...gathering }),
    },
    applied: {
      async claim({ requestId, kind, targetUuid }, at) {
        if (known.has(requestId) || claims.has(requestId)) return false;
        const row = { request_id: requestId, kind, target_uuid: targetUuid, claimed_at: at.getTime(), outcome: null };
        claims.set(requestId, row);
        return true;
      },
      outcome: (requestId) => ledger.outcome(requestId),
      async settle(requestId, outcome: ApplyOutcome) {
        claims.set(requestId, { ...claims.get(requestId), outcome: JSON.stringify(outcome) });
      },
    },
    async write() {
      await insertAll(tx, 'applied_change', [...claims.values()]);
      await appendAuditAll(tx, audits);
      await outbox.enqueueAll(tx, events);
    },
  };
}
