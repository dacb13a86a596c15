import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { AdjustableClock } from '../clock/adjustable-clock.ts';
import type { Database, Transaction } from '../database/database.ts';
import { execute, query } from '../database/statement.ts';
import { createLogger } from '../telemetry/logger.ts';
import { appendAudit } from './append-audit.ts';
import { type AuditAnchor, anchorFile } from './audit-anchor.ts';
import type { AuditFinding } from './audit-finding.ts';
import { sealingPasses } from './audit-sealer.ts';
import { type AuditVerdict, verifyAudit } from './verify-audit.ts';

const clock = new AdjustableClock(new Date('2026-07-01T02:00:00.000Z'));
const logger = createLogger({ level: 'silent', part: 'test' });

/** Two openings of the same tables, as two processes have them. */
export interface Openings {
  readonly database: () => Database;
  readonly second: () => Database;
}

/** An empty audit before each test, with an anchor file of its own, and hands to write, seal, alter and prove it. */
export function auditChain(part: Openings) {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-audit-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    path = join(folder, 'anchor.jsonl');
    await rm(path, { force: true });
    await sql('DELETE FROM audit_seal');
    await sql('DELETE FROM audit_entry');
  });

  const sql = (text: string, values: readonly (string | number | null)[] = []): Promise<number> =>
    part.database().transaction((tx) => execute(tx, text, values));
  const append = (tx: Transaction, action: string): Promise<void> =>
    appendAudit(tx, { at: clock.now(), action, outcome: 'SUCCESS', actor: 'HKABC1X1', after: { email: 'a@b.hk' } });
  const write = async (...actions: readonly string[]): Promise<void> => {
    for (const action of actions) await part.database().transaction((tx) => append(tx, action));
  };
  const sealer = (database = part.database, anchor: AuditAnchor = anchorFile(path)) =>
    sealingPasses({ database: database(), part: 'identity', clock, logger, anchor, lagMs: 0 });
  /** Three seals of two rows each: steps 1 to 6. */
  const threeSeals = async (): Promise<void> => {
    const pass = sealer();
    for (const at of [1, 3, 5]) {
      await write(`step-${at}`, `step-${at + 1}`);
      await pass();
    }
  };
  const seqOf = async (action: string): Promise<number> => {
    const find = 'SELECT seq FROM audit_entry WHERE action = ?';
    const [row] = await part.database().read((tx) => query<{ seq: number }>(tx, find, [action]));
    return row?.seq ?? 0;
  };
  const verify = async (): Promise<AuditVerdict & { readonly found: readonly AuditFinding[] }> => {
    const found: AuditFinding[] = [];
    const verdict = await verifyAudit({
      database: part.database(),
      part: 'identity',
      parts: ['identity', 'authentication'],
      anchor: path,
      report: (finding) => found.push(finding),
    });
    return { ...verdict, found };
  };
  const findings = async (): Promise<readonly Partial<AuditFinding>[]> =>
    (await verify()).found.map(({ kind, seal, seq }) => ({ kind, ...(seal && { seal }), ...(seq && { seq }) }));

  return { clock, path: () => path, sql, append, write, sealer, threeSeals, seqOf, verify, findings };
}
