import type { Database } from '../database/database.ts';
import type { ReportFinding } from './audit-finding.ts';
import type { AuditRow } from './audit-row.ts';
import { instantText } from './instant-text.ts';
import { leafOf } from './merkle-root.ts';
import { LARGEST_BATCH, type Seal } from './seal.ts';
import { auditRows } from './seal-store.ts';

/** What a seal says of its rows: the leaf of each number. */
export type SealedLeaves = ReadonlyMap<number, Buffer>;

function nameOf(row: AuditRow): string {
  return `row ${row.seq} (${instantText(row.at)}, ${row.action})`;
}

/**
 * Holds the rows behind `after` up to a seal's last one against what the seal says of them: each changed, removed or
 * added row is named.
 */
export async function verifyRows(
  database: Database,
  stretch: { readonly part: string; readonly seal: Seal; readonly leaves: SealedLeaves; readonly after: number },
  report: ReportFinding,
): Promise<void> {
  const { part, seal, leaves } = stretch;
  const missing = new Set(leaves.keys());
  let { after } = stretch;
  for (;;) {
    const rows = await database.read((tx) => auditRows(tx, { after, upTo: seal.lastSeq }));
    for (const row of rows) {
      const sealed = leaves.get(row.seq);
      missing.delete(row.seq);
      const finding = { part, seal: seal.number, seq: row.seq };
      if (sealed === undefined) {
        const message = `${nameOf(row)} was added inside seal ${seal.number}, which does not know it`;
        report({ ...finding, kind: 'ROW_ADDED', message });
      } else if (!sealed.equals(leafOf(row))) {
        report({ ...finding, kind: 'ROW_ALTERED', message: `${nameOf(row)} was altered after seal ${seal.number}` });
      }
    }
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < LARGEST_BATCH) break;
  }
  const sealedAt = instantText(seal.sealedAt);
  for (const seq of missing) {
    const message = `row ${seq} was deleted; seal ${seal.number} of ${sealedAt} holds it`;
    report({ kind: 'ROW_DELETED', part, seal: seal.number, seq, message });
  }
}
