import type { Database } from '../database/database.ts';
import { query } from '../database/statement.ts';
import type { ReportFinding } from './audit-finding.ts';
import { instantText } from './instant-text.ts';
import { chainEnd } from './seal-store.ts';
import { verifyAnchor } from './verify-anchor.ts';
import { verifySeals } from './verify-seals.ts';

/** Counting what waits may take long where no sealer has run for months. */
const COUNTING = { statementMs: 60_000 };

/** One part's audit that is to be proven. */
export interface AuditProof {
  readonly database: Database;
  readonly part: string;
  /** Every part there is: one of none of them in the anchor file was written by nobody. */
  readonly parts: readonly string[];
  /** Path of the anchor file, or null when there is none. */
  readonly anchor: string | null;
  readonly report: ReportFinding;
  readonly progress?: (done: { readonly seals: number; readonly ofSeals: number; readonly rows: number }) => void;
}

/** What was proven. */
export interface AuditVerdict {
  readonly sound: boolean;
  readonly seals: number;
  readonly rows: number;
  /** Rows that no seal holds yet. */
  readonly unsealed: number;
  readonly firstUnsealedAt: string | null;
  /** The highest seal that the anchor file vouches for; null without one. */
  readonly anchored: number | null;
}

async function unsealedRows(database: Database, lastSeq: number): Promise<{ readonly n: number; readonly at: number }> {
  const [row] = await database.read(
    (tx) =>
      query<{ n: number; at: number | null }>(
        tx,
        'SELECT COUNT(*) AS n, MIN(at) AS at FROM audit_entry WHERE seq > ?',
        [lastSeq],
      ),
    COUNTING,
  );
  return { n: row?.n ?? 0, at: row?.at ?? 0 };
}

/** A running sealer writes its line right after its seal, so at most the newest may lack one. */
function verifyBehind(
  part: string,
  seals: { readonly stored: number; readonly anchored: number },
  report: ReportFinding,
) {
  if (seals.stored - seals.anchored <= 1) return;
  const message = `the anchor file vouches for seals up to ${seals.anchored} only, and the database holds ${seals.stored}: lines were removed, or could not be written`;
  report({ kind: 'ANCHOR_BEHIND', part, seal: seals.anchored + 1, message });
}

/** Proves the audit of one part against its seals and the anchor file; each broken thing is reported, the earliest first within each. */
export async function verifyAudit(proof: AuditProof): Promise<AuditVerdict> {
  const { database, part, parts, anchor } = proof;
  let sound = true;
  const report: ReportFinding = (finding) => {
    sound = false;
    proof.report(finding);
  };
  const end = await database.read(chainEnd);
  const progress = ({ number, rows }: { number: number; rows: number }): void =>
    proof.progress?.({ seals: number, ofSeals: end.number, rows });
  const rows = await verifySeals(database, { part, upTo: end.number, progress }, report);
  let anchored: number | null = null;
  if (anchor !== null) {
    anchored = await verifyAnchor(database, { part, parts, path: anchor, upTo: end.number }, report);
    verifyBehind(part, { stored: end.number, anchored }, report);
  }
  const { n, at } = await unsealedRows(database, (await database.read(chainEnd)).lastSeq);
  return { sound, seals: end.number, rows, unsealed: n, firstUnsealedAt: n === 0 ? null : instantText(at), anchored };
}
