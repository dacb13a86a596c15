import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../telemetry/logger.ts';
import { databaseSuite, suiteMigrations } from './database.suite.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { query } from './statement.ts';

const logger = createLogger({ level: 'silent', part: 'test' });

describe('a database in one file', () => {
  let directory: string;
  let databases: Database[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'countersign-'));
    const open = (): Promise<Database> =>
      openDatabase({ url: `sqlite:${directory}`, name: 'unit', migrations: suiteMigrations, logger });
    databases = await Promise.all([open(), open()]);
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await rm(directory, { recursive: true });
  });
  databaseSuite({ database: () => databases[0]!, second: () => databases[1]! });

  it('acknowledges a commit only when it is on the disk, and checks foreign keys', async () => {
    const [journal] = await databases[0]!.read((tx) => query(tx, 'PRAGMA journal_mode'));
    const [synchronous] = await databases[0]!.read((tx) => query(tx, 'PRAGMA synchronous'));
    const [foreign] = await databases[0]!.read((tx) => query(tx, 'PRAGMA foreign_keys'));
    expect([journal, synchronous, foreign]).toEqual([{ journal_mode: 'wal' }, { synchronous: 2 }, { foreign_keys: 1 }]);
    expect((await stat(join(directory, 'unit.sqlite'))).isFile()).toBe(true);
  });

  it('refuses an address it does not know with a sentence', async () => {
    const open = openDatabase({ url: 'postgres://x/y', name: 'unit', migrations: [], logger });
    await expect(open).rejects.toThrow('A database address starts with sqlite: or mysql://.');
  });
});
