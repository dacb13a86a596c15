import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { verifyAudit } from '@countersign/platform';
import { startRole } from '../roles/start-role.ts';
import { readServerSettings } from '../settings/read-server-settings.ts';
import { layGround } from './ground.ts';
import { openAllTables } from './open-all-tables.ts';
import { auditAnchorPath } from './seal-audit.ts';

describe('a process', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-seal-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const settings = readServerSettings(
    {
      COUNTERSIGN_DATA_DIR: folder,
      COUNTERSIGN_PORT: '0',
      COUNTERSIGN_SMTP_PORT: '0',
      COUNTERSIGN_LOG_LEVEL: 'silent',
      COUNTERSIGN_DEMO: 'on',
      COUNTERSIGN_DEMO_USERS: 'on',
    },
    'all',
  );

  it('that has stopped leaves every audit row of every part sealed and anchored', async () => {
    await (await startRole(settings)).stop();
    const ground = layGround(settings);
    const found: unknown[] = [];
    let rows = 0;
    const tables = await openAllTables(ground);
    const parts = Object.keys(tables);
    for (const [part, database] of Object.entries(tables)) {
      const anchor = auditAnchorPath(settings);
      const verdict = await verifyAudit({
        database,
        part,
        parts,
        anchor,
        report: (finding) => found.push(finding),
      });
      expect(verdict).toMatchObject({ sound: true, unsealed: 0, anchored: verdict.seals });
      rows += verdict.rows;
    }
    await ground.closing.run(ground.logger);
    expect(found).toEqual([]);
    expect(rows).toBeGreaterThan(0);
  });

  it('has an anchor file of its own beside embedded databases, and beside a server only where it was told', () => {
    const production = { ...settings.values, COUNTERSIGN_DATABASE_URL: 'mysql://u:p@h/countersign' };
    expect(auditAnchorPath(settings)).toBe(path.join(folder, 'audit-anchor.jsonl'));
    expect(auditAnchorPath({ ...settings, values: production })).toBeNull();
    const told = { ...production, COUNTERSIGN_AUDIT_ANCHOR_FILE: '/mnt/worm/anchor.jsonl' };
    expect(auditAnchorPath({ ...settings, values: told })).toBe('/mnt/worm/anchor.jsonl');
  });
});
