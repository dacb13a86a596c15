import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createLogger,
  type Database,
  execute,
  insert,
  insertIfAbsent,
  openDatabase,
  query,
  tableMigration,
} from '../index.ts';

const logger = createLogger({ level: 'silent', part: 'test' });
const migrations = [
  tableMigration(1, 'account', ['id CHAR(36) NOT NULL PRIMARY KEY', 'balance BIGINT NOT NULL', 'note TEXT NULL']),
];

describe('a database in one file', () => {
  let directory: string;
  let database: Database;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'countersign-'));
    database = await openDatabase({ url: `sqlite:${directory}`, name: 'unit', migrations, logger });
  });
  afterAll(async () => {
    await database.close();
    await rm(directory, { recursive: true });
  });

  it('keeps what a transaction committed and nothing of one that failed', async () => {
    await database.transaction((tx) => insert(tx, 'account', { id: 'a', balance: 1_774_321_000_000, note: null }));
    const failing = database.transaction(async (tx) => {
      await insert(tx, 'account', { id: 'b', balance: 1, note: 'lost' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const rows = await database.read((tx) => query(tx, 'SELECT id, balance, note FROM account'));
    expect(rows).toEqual([{ id: 'a', balance: 1_774_321_000_000, note: null }]);
  });

  it('tells a duplicate from an insert, and counts matched rows', async () => {
    const outcome = await database.transaction(async (tx) => [
      await insertIfAbsent(tx, 'account', { id: 'c', balance: 1 }),
      await insertIfAbsent(tx, 'account', { id: 'c', balance: 2 }),
      await execute(tx, 'UPDATE account SET balance = balance + ? WHERE id = ? AND balance = ?', [true, 'c', 1]),
      await execute(tx, 'UPDATE account SET balance = 9 WHERE id = ? AND balance = ?', ['c', 1]),
    ]);
    expect(outcome).toEqual([true, false, 1, 0]);
  });

  it('opens again on what it left', async () => {
    const again = await openDatabase({ url: `sqlite:${directory}`, name: 'unit', migrations, logger });
    expect(await again.read((tx) => query(tx, 'SELECT COUNT(*) AS n FROM account'))).toEqual([{ n: 2 }]);
    await again.close();
  });
});
