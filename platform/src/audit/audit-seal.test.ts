import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLogger } from '../telemetry/logger.ts';
import { auditMigration } from './append-audit.ts';
import { auditSealMigration } from './audit-seal-migration.ts';
import { auditAnchorSuite } from './audit-anchor.suite.ts';
import { auditSealSuite } from './audit-seal.suite.ts';
import { auditSearchMigration } from './audit-search-migration.ts';
import { merkleRoot } from './merkle-root.ts';
import { readRanges, writeRanges } from './seq-ranges.ts';

describe('an audit in one file', () => {
  let directory: string;
  let databases: Database[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'countersign-'));
    const options = {
      url: `sqlite:${directory}`,
      name: 'unit',
      migrations: [auditMigration(1), auditSealMigration(2), auditSearchMigration(3)],
      logger: createLogger({ level: 'silent', part: 'test' }),
    };
    databases = [await openDatabase(options), await openDatabase(options)];
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await rm(directory, { recursive: true });
  });
  const openings = { database: () => databases[0]!, second: () => databases[1]! };
  auditSealSuite(openings);
  auditAnchorSuite(openings);
});

describe('numbers as ranges', () => {
  it('are written in the shortest way and read back', () => {
    expect(writeRanges([1, 2, 3, 7, 9, 10])).toBe('1-3,7,9-10');
    expect(readRanges('1-3,7,9-10', 6)).toEqual([1, 2, 3, 7, 9, 10]);
  });

  it.each(['', '1-', '3-1', '1,2', '2,1', '1-3,3', '01', '1-999999999999', '1-7', ' 1'])(
    'are refused as %j',
    (text) => {
      expect(readRanges(text, 6)).toBeNull();
    },
  );
});

describe('the root of a tree', () => {
  it('depends on every leaf, on their order and on their number', () => {
    const leaves = Array.from({ length: 7 }, (_, at) => Buffer.alloc(32, at));
    const roots = [
      leaves,
      leaves.slice(0, 6),
      [...leaves].reverse(),
      [...leaves, leaves[6]!],
      leaves.slice(1),
      leaves.map((leaf, at) => (at === 3 ? Buffer.alloc(32, 9) : leaf)),
    ].map((each) => merkleRoot(each).toString('hex'));
    expect(new Set(roots).size).toBe(roots.length);
  });

  it('of one leaf is that leaf, and of none the empty hash (RFC 6962 2.1)', () => {
    expect(merkleRoot([Buffer.alloc(32, 5)]).equals(Buffer.alloc(32, 5))).toBe(true);
    expect(merkleRoot([]).toString('hex')).toMatch(/^e3b0c442/);
  });
});
