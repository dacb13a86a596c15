import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freeze } from '../../../test/support/freeze.ts';
import { startMariaDb, type TestMariaDb } from '../../../test/support/servers.ts';
import { createLogger } from '../telemetry/logger.ts';
import { databaseSuite, suiteMigrations } from './database.suite.ts';
import type { Database } from './database.ts';
import { insert } from './insert.ts';
import { openDatabase } from './open-database.ts';
import { execute, query } from './statement.ts';

const logger = createLogger({ level: 'silent', part: 'test' });

function open(server: TestMariaDb, name = 'unit'): Promise<Database> {
  return openDatabase({ url: server.url, name, migrations: suiteMigrations, logger });
}

describe('a database on MySQL', () => {
  let server: TestMariaDb;
  let databases: Database[];
  beforeAll(async () => {
    server = await startMariaDb();
    databases = await Promise.all([open(server), open(server)]);
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await server.stop();
  });
  databaseSuite({ database: () => databases[0]!, second: () => databases[1]! });

  it('works at READ COMMITTED in UTC, whatever the server prefers', async () => {
    const [row] = await databases[0]!.read((tx) =>
      query(tx, 'SELECT @@tx_isolation AS isolation, @@time_zone AS zone'),
    );
    expect(row).toEqual({ isolation: 'READ-COMMITTED', zone: '+00:00' });
  });

  it('lets 6 processes start at once on an empty server', async () => {
    const opened = await Promise.all(Array.from({ length: 6 }, () => open(server, 'together')));
    const [row] = await opened[5]!.read((tx) => query(tx, 'SELECT COUNT(*) AS n FROM migrations'));
    expect(row).toEqual({ n: 2 });
    await Promise.all(opened.map((database) => database.close()));
  });

  it('repeats the whole transaction after a deadlock, and commits its work once', async () => {
    const database = databases[0]!;
    await database.transaction(async (tx) => {
      await insert(tx, 'code', { id: 'left' });
      await insert(tx, 'code', { id: 'right' });
    });
    let attempts = 0;
    // Both hold their first row before either asks for the other's: a knot on every first attempt.
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const cross = (index: 0 | 1, names: readonly [string, string]): Promise<void> =>
      database.transaction(async (tx) => {
        attempts += 1;
        await execute(tx, 'UPDATE code SET tries = tries + 1 WHERE id = ?', [names[0]]);
        gates[index].resolve();
        await gates[1 - index]!.promise;
        await execute(tx, 'UPDATE code SET tries = tries + 1 WHERE id = ?', [names[1]]);
      });
    await Promise.all([cross(0, ['left', 'right']), cross(1, ['right', 'left'])]);
    expect(attempts).toBe(3);
    const rows = await database.read((tx) => query(tx, "SELECT tries FROM code WHERE id IN ('left', 'right')"));
    expect(rows).toEqual([{ tries: 2 }, { tries: 2 }]);
  });

  it('never commits the rest of a transaction whose statement timed out waiting, even when its work hid that (1205)', async () => {
    const database = databases[0]!;
    await database.transaction((tx) => insert(tx, 'code', { id: 'held' }));
    const release = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<void>();
    const holder = database.transaction(async (tx) => {
      await execute(tx, 'UPDATE code SET tries = 7 WHERE id = ?', ['held']);
      taken.resolve();
      await release.promise;
    });
    await taken.promise;
    let attempts = 0;
    const hiding = database.transaction(async (tx) => {
      attempts += 1;
      await insert(tx, 'code', { id: 'half-done' });
      await execute(tx, 'UPDATE code SET tries = 8 WHERE id = ?', ['held']).catch(() => release.resolve());
    });
    await Promise.all([holder, hiding]);
    expect(attempts).toBeGreaterThan(1);
    const rows = await database.read((tx) =>
      query(tx, "SELECT id, tries FROM code WHERE id IN ('held', 'half-done') ORDER BY id"),
    );
    expect(rows).toEqual([
      { id: 'half-done', tries: 0 },
      { id: 'held', tries: 8 },
    ]);
  });
});

/** That it refuses instead of waiting; that two seconds are enough for people is measured in test/fault, where nothing else runs. */
const REFUSED_WITHIN_MS = 6_000;

describe('a database on MySQL that fails', () => {
  let server: TestMariaDb;
  let database: Database;
  beforeAll(async () => {
    server = await startMariaDb({ own: true });
    database = await open(server);
    await database.transaction((tx) => insert(tx, 'code', { id: 'before' }));
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  const refusedIn = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await expect(work()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
    return performance.now() - start;
  };
  const untilBack = async (): Promise<number> => {
    const start = performance.now();
    while (performance.now() - start < 15_000) {
      if (
        await database.ping().then(
          () => true,
          () => false,
        )
      )
        return performance.now() - start;
      await wait(50);
    }
    return Number.POSITIVE_INFINITY;
  };

  it('refuses within about 2 s while the server hangs, and recovers', async () => {
    await freeze(server.pid);
    try {
      expect(await refusedIn(() => database.transaction((tx) => insert(tx, 'code', { id: 'hanging' })))).toBeLessThan(
        REFUSED_WITHIN_MS,
      );
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    expect(await untilBack()).toBeLessThan(10_000);
  });

  it('refuses at once while the server is gone, and recovers within 10 s of its return with all it had', async () => {
    await server.kill();
    expect(await refusedIn(() => database.read((tx) => query(tx, 'SELECT 1')))).toBeLessThan(REFUSED_WITHIN_MS);
    expect(await refusedIn(() => database.transaction(async () => 0))).toBeLessThan(REFUSED_WITHIN_MS);
    expect(await refusedIn(() => open(server))).toBeLessThan(REFUSED_WITHIN_MS);
    await server.restart();
    expect(await untilBack()).toBeLessThan(10_000);
    expect(await database.read((tx) => query(tx, "SELECT id FROM code WHERE id = 'before'"))).toEqual([
      { id: 'before' },
    ]);
  });

  it('keeps every acknowledged commit and no half of a transaction when the server is killed under load', async () => {
    let stop = false;
    const acknowledged: number[] = [];
    const writer = async (lane: number): Promise<void> => {
      for (let at = lane; !stop; at += 8) {
        const done = await database
          .transaction(async (tx) => {
            await insert(tx, 'line', { owner: 'first', at });
            await insert(tx, 'line', { owner: 'second', at });
          })
          .then(
            () => true,
            () => false,
          );
        if (done) acknowledged.push(at);
        else stop = true;
      }
    };
    const writers = Array.from({ length: 8 }, (_, lane) => writer(lane));
    await wait(500);
    await server.kill();
    stop = true;
    await Promise.all(writers);
    await server.restart();
    expect(await untilBack()).toBeLessThan(10_000);
    const rows = await database.read((tx) => query<{ owner: string; at: number }>(tx, 'SELECT owner, at FROM line'));
    const of = (owner: string): Set<number> => new Set(rows.filter((row) => row.owner === owner).map((row) => row.at));
    expect(of('first')).toEqual(of('second'));
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((at) => !of('first').has(at))).toEqual([]);
  });
});
