import { describe, expect, it } from '@jest/globals';
import { insert, insertIfAbsent } from './insert.ts';
import { AUTO_ID, createTable, type MigrationClass } from './migration.ts';
import type { Database, Transaction } from './database.ts';
import { isDuplicateKey, StatementFailed } from './statement-failed.ts';
import { execute, query } from './statement.ts';
import { tableMigration } from './table-migration.ts';

const CALLERS = 16;

/** Tables of the suite: every column type that the product uses. */
export const suiteMigrations: readonly MigrationClass[] = [
  tableMigration(
    1,
    'code',
    [
      'id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY',
      'used_at BIGINT NULL',
      'tries SMALLINT NOT NULL DEFAULT 0',
      'note TEXT NULL',
    ],
    { indexes: [{ name: 'code_used_at', columns: ['used_at'] }] },
  ),
  tableMigration(2, 'line', [
    `seq ${AUTO_ID}`,
    'owner VARCHAR(40) NOT NULL',
    'at BIGINT NOT NULL',
    'UNIQUE (owner, at)',
  ]),
];

/** What every database must do. `second` is another opening of the same tables, as another process has it. */
export function databaseSuite(part: { readonly database: () => Database; readonly second: () => Database }): void {
  let number = 0;
  const id = (): string => `c${++number}`;
  const stored = async (name: string) =>
    (
      await part
        .database()
        .read((tx) => query<{ tries: number; note: string | null }>(tx, 'SELECT * FROM code WHERE id = ?', [name]))
    )[0];
  const race = <T>(work: (tx: Transaction, index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(
      Array.from({ length: CALLERS }, (_, index) =>
        (index % 2 ? part.database() : part.second()).transaction((tx) => work(tx, index)),
      ),
    );

  describe('a transaction', () => {
    it('commits when its work resolves, and another opening sees it', async () => {
      const name = id();
      const answer = await part.database().transaction(async (tx) => {
        await insert(tx, 'code', { id: name, note: 'kept' });
        return 'done';
      });
      expect(answer).toBe('done');
      expect(await part.second().read((tx) => query(tx, 'SELECT note FROM code WHERE id = ?', [name]))).toEqual([
        { note: 'kept' },
      ]);
    });

    it('leaves nothing when its work rejects, and rethrows what was thrown', async () => {
      const name = id();
      const refusal = new Error('refused');
      const work = part.database().transaction(async (tx) => {
        await insert(tx, 'code', { id: name });
        throw refusal;
      });
      await expect(work).rejects.toBe(refusal);
      expect(await stored(name)).toBeUndefined();
    });

    it('goes on after a duplicate that its work caught', async () => {
      const name = id();
      await part.database().transaction(async (tx) => {
        expect(await insertIfAbsent(tx, 'code', { id: name })).toBe(true);
        expect(await insertIfAbsent(tx, 'code', { id: name })).toBe(false);
        await execute(tx, 'UPDATE code SET note = ? WHERE id = ?', ['after', name]);
      });
      expect(await stored(name)).toMatchObject({ note: 'after' });
    });

    it('refuses a statement after its end, and a call to the database from its inside', async () => {
      const escaped: Transaction[] = [];
      await part.database().transaction(async (tx) => {
        escaped.push(tx);
        await expect(part.database().read(async () => 0)).rejects.toThrow('inside its own transaction');
      });
      for (const tx of escaped) await expect(query(tx, 'SELECT 1')).rejects.toThrow('has ended');
      expect(escaped).toHaveLength(1);
    });

    it('works through the mapper on the same connection', async () => {
      const name = id();
      const work = part.database().transaction(async (tx) => {
        await tx.query('INSERT INTO code (id) VALUES (?)', [name]);
        expect(await query(tx, 'SELECT id FROM code WHERE id = ?', [name])).toEqual([{ id: name }]);
        throw new Error('undo');
      });
      await expect(work).rejects.toThrow('undo');
      expect(await stored(name)).toBeUndefined();
    });
  });

  describe('a race', () => {
    it('lets exactly one of 16 callers win a guarded write (O1)', async () => {
      const name = id();
      await part.database().transaction((tx) => insert(tx, 'code', { id: name }));
      const won = await race((tx, index) =>
        execute(tx, 'UPDATE code SET used_at = ? WHERE id = ? AND used_at IS NULL', [index + 1, name]),
      );
      expect(won.filter((affected) => affected === 1)).toHaveLength(1);
      expect(won.filter((affected) => affected === 0)).toHaveLength(CALLERS - 1);
    });

    it('lets exactly one of 16 callers insert a row', async () => {
      const name = id();
      const won = await race((tx) => insertIfAbsent(tx, 'code', { id: name }));
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it('takes exactly the budget and no unit more (O3)', async () => {
      const name = id();
      await part.database().transaction((tx) => insert(tx, 'code', { id: name }));
      const won = await race((tx) =>
        execute(tx, 'UPDATE code SET tries = tries + 1 WHERE id = ? AND tries < ?', [name, 5]),
      );
      expect(won.filter((affected) => affected === 1)).toHaveLength(5);
      expect(await stored(name)).toMatchObject({ tries: 5 });
    });

    it('loses no update when all callers read, then write under a version', async () => {
      const name = id();
      await part.database().transaction((tx) => insert(tx, 'code', { id: name }));
      const won = await race(async (tx) => {
        const [row = { tries: -1 }] = await query<{ tries: number }>(tx, 'SELECT tries FROM code WHERE id = ?', [name]);
        return execute(tx, 'UPDATE code SET tries = ? WHERE id = ? AND tries = ?', [row.tries + 1, name, row.tries]);
      });
      expect(await stored(name)).toMatchObject({ tries: won.filter((affected) => affected === 1).length });
    });

    it('finishes every transaction when they take their locks in opposite orders', async () => {
      const [one, two] = [id(), id()];
      await part.database().transaction(async (tx) => {
        await insert(tx, 'code', { id: one });
        await insert(tx, 'code', { id: two });
      });
      const pairs = Array.from({ length: 3 }, () =>
        [part.database(), part.second()].map((database, index) =>
          database.transaction(async (tx) => {
            for (const name of index === 0 ? [one, two] : [two, one]) {
              await execute(tx, 'UPDATE code SET tries = tries + 1 WHERE id = ?', [name]);
              await new Promise((resolve) => setImmediate(resolve));
            }
          }),
        ),
      );
      await Promise.all(pairs.flat());
      expect(await stored(one)).toMatchObject({ tries: 6 });
      expect(await stored(two)).toMatchObject({ tries: 6 });
    });
  });

  describe('values', () => {
    it('come back as they went in: instants as numbers, flags as 0 and 1, text of any language', async () => {
      const name = id();
      const at = 1_774_321_000_123;
      const note = '葉 "quoted" \\ backslash \u{1F600} \n';
      await part.database().transaction((tx) => insert(tx, 'code', { id: name, used_at: at, tries: true, note }));
      expect(await stored(name)).toEqual({ id: name, used_at: at, tries: 1, note });
    });

    it('may limit, compare and count as integers', async () => {
      const owner = id();
      await part.database().transaction(async (tx) => {
        for (const at of [10, 20, 30]) await insert(tx, 'line', { owner, at });
      });
      const rows = await part
        .database()
        .read((tx) =>
          query<{ at: number }>(tx, 'SELECT at FROM line WHERE owner = ? AND at > ? ORDER BY at DESC LIMIT ?', [
            owner,
            5,
            2,
          ]),
        );
      expect(rows.map((row) => row.at)).toEqual([30, 20]);
      const [sum] = await part
        .database()
        .read((tx) => query(tx, 'SELECT COUNT(*) AS n, SUM(at) AS total FROM line WHERE owner = ?', [owner]));
      expect(sum).toEqual({ n: 3, total: 60 });
    });

    it('tell upper from lower case and trailing blanks apart in keys', async () => {
      const name = id();
      const added = await part
        .database()
        .transaction(async (tx) => [
          await insertIfAbsent(tx, 'line', { owner: name, at: 1 }),
          await insertIfAbsent(tx, 'line', { owner: name.toUpperCase(), at: 1 }),
          await insertIfAbsent(tx, 'line', { owner: `${name} `, at: 1 }),
        ]);
      expect(added).toEqual([true, true, true]);
    });

    it('that no column can hold are refused, with nothing of them in the error (O19)', async () => {
      const secret = 'canary-5f1d';
      const work = part.database().transaction(async (tx) => {
        await insert(tx, 'code', { id: secret });
        await insert(tx, 'code', { id: secret });
      });
      const error = await work.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(StatementFailed);
      expect(isDuplicateKey(error)).toBe(true);
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(secret);
      await expect(part.database().read((tx) => query(tx, 'SELECT ?', [undefined as never]))).rejects.toThrow(
        TypeError,
      );
      await expect(part.database().read((tx) => query(tx, 'SELECT ?', [Number.NaN]))).rejects.toThrow(TypeError);
    });

    it('are never read as SQL', async () => {
      const name = id();
      const evil = "x'; DROP TABLE code; -- \\' OR 1=1";
      await part.database().transaction((tx) => insert(tx, 'code', { id: name, note: evil }));
      expect(await stored(name)).toMatchObject({ note: evil });
      await expect(
        part.database().transaction((tx) => insert(tx, 'code; DROP TABLE code', { id: name })),
      ).rejects.toThrow('not a table or column name');
    });
  });

  it('runs each migration once, and a repeated table creation changes nothing', async () => {
    const applied = await part
      .database()
      .read((tx) => query<{ name: string }>(tx, 'SELECT name FROM migrations ORDER BY id'));
    expect(applied.map((row) => row.name)).toEqual(['code_0000000000001', 'line_0000000000002']);
    await part.database().read(async (tx) => {
      if (tx.queryRunner) await createTable(tx.queryRunner, 'line', ['seq BIGINT']);
    });
    expect(await part.database().read((tx) => query(tx, 'SELECT owner FROM line LIMIT 0'))).toEqual([]);
  });

  it('answers a ping', async () => {
    await expect(part.database().ping()).resolves.toBeUndefined();
  });
}
