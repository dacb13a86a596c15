import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { AdjustableClock } from '../clock/adjustable-clock.ts';
import type { Database, Transaction } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { query } from '../database/statement.ts';
import { createLogger } from '../telemetry/logger.ts';
import { appendAudit, auditMigration } from './append-audit.ts';
import type { AuditFilter } from './audit-filter.ts';
import { sealingPasses } from './audit-sealer.ts';
import { auditSealMigration } from './audit-seal-migration.ts';
import { auditAnchorSuite } from './audit-anchor.suite.ts';
import { auditSealSuite } from './audit-seal.suite.ts';
import { auditSearchMigration } from './audit-search-migration.ts';
import { auditTrailSuite } from './audit-trail.suite.ts';
import { searchAudit } from './search-audit.ts';
import { verifyAudit } from './verify-audit.ts';

const logger = createLogger({ level: 'silent', part: 'test' });
const clock = new AdjustableClock(new Date('2026-07-01T02:00:00.000Z'));

describe('an audit on MySQL', () => {
  let server: TestMariaDb;
  const databases: Database[] = [];
  const open = (name: string): Promise<Database> => {
    const migrations = [auditMigration(1), auditSealMigration(2), auditSearchMigration(3)];
    return openDatabase({ url: server.url, name, migrations, logger });
  };
  beforeAll(async () => {
    server = await startMariaDb();
    for (const name of ['unit', 'unit', 'order', 'trail']) databases.push(await open(name));
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await server.stop();
  });
  const openings = { database: () => databases[0]!, second: () => databases[1]! };
  auditSealSuite(openings);
  auditAnchorSuite(openings);
  auditTrailSuite(() => databases[3]!);

  it('waits for a row that was numbered earlier and commits later, and lets others write meanwhile', async () => {
    const database = databases[2]!;
    const append = (action: string) => (tx: Parameters<typeof appendAudit>[0]) =>
      appendAudit(tx, { at: clock.now(), action, outcome: 'SUCCESS', actor: 'HKABC1X1' });
    const [inserted, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = database.transaction(async (tx) => {
      await append('numbered-first')(tx);
      inserted.resolve();
      await release.promise;
    });
    await inserted.promise;
    await database.transaction(append('committed-first'));
    const pass = sealingPasses({ database, part: 'order', clock, logger, anchor: null, lagMs: 0 });
    const sealing = pass();
    await database.transaction(append('written-meanwhile'));
    release.resolve();
    await slow;
    await sealing;
    const rows = await database.read((tx) => query<{ seqs: string }>(tx, 'SELECT seqs FROM audit_seal'));
    expect(rows).toEqual([{ seqs: '1-2' }]);
    await pass();
    const found: unknown[] = [];
    const report = (finding: unknown) => void found.push(finding);
    const verdict = await verifyAudit({ database, part: 'order', parts: ['order'], anchor: null, report });
    expect(verdict).toMatchObject({ sound: true, rows: 3, unsealed: 0 });
    expect(found).toEqual([]);
  });

  it('walks one index backwards for each search, and sorts nothing (design 7)', async () => {
    const database = databases[3]!;
    const filters: readonly AuditFilter[] = [
      {},
      { participant: 'ABC' },
      { target: 'HKABC101' },
      { actor: 'HKABC1X1' },
      { requestId: 'r' },
      { participant: 'ABC', target: 'HKABC101' },
      { participant: 'ABC', actor: 'HKABC1X1', from: new Date(0) },
    ];
    for (const filter of filters) {
      const page = { size: 50, after: { at: clock.now().getTime() + 86_400_000, seq: 9 } };
      const sorted = async (tx: Transaction) =>
        Number((await query<{ Value: string }>(tx, `SHOW SESSION STATUS LIKE 'Sort_rows'`))[0]?.Value);
      const rows = await database.read(async (tx) => {
        const before = await sorted(tx);
        await searchAudit(tx, 'mysql', filter, page);
        return (await sorted(tx)) - before;
      });
      expect(rows).toBe(0);
    }
  });
});
