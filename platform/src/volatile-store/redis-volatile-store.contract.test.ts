import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { eventually } from '../../../test/support/eventually.ts';
import { freeze } from '../../../test/support/freeze.ts';
import { startRedis, type TestRedis } from '../../../test/support/servers.ts';
import { createLogger } from '../telemetry/logger.ts';
import { redisVolatileStore } from './redis-volatile-store.ts';
import type { VolatileStore } from './volatile-store.ts';
import { volatileStoreSuite } from './volatile-store.suite.ts';

const logger = createLogger({ level: 'silent', part: 'test' });

/** The promise to whoever asks the product (threats 2); the store itself gives up after 300 ms of a machine that has time. */
const REFUSED_WITHIN_MS = 2_000;

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Redis keeps its own time: what is left of every life is shortened instead, so that no test races a busy machine. */
async function age(admin: Redis, ms: number): Promise<void> {
  for (const key of await admin.keys('countersign:*')) await admin.pexpire(key, (await admin.pttl(key)) - ms);
}

describe('the volatile store on Redis', () => {
  let redis: TestRedis;
  let admin: Redis;
  let stores: VolatileStore[];
  beforeAll(async () => {
    redis = await startRedis();
    admin = new Redis(redis.url);
    // What is tested here is what it decides, not how fast: a machine that is busy is no refusal.
    const options = { url: redis.url, logger, patienceMs: 10_000 };
    stores = [redisVolatileStore(options), redisVolatileStore(options)];
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    admin.disconnect();
    await redis.stop();
  });
  volatileStoreSuite({ store: () => stores[0]!, second: () => stores[1]!, pass: (ms) => age(admin, ms) });

  it('forgets by itself, in the time of Redis', async () => {
    await stores[0]!.set('brief', 'x', { ttlMs: 20 });
    await stores[0]!.countUp('brief-count', { limit: 1, windowMs: 20 });
    await eventually(
      async () => (await admin.exists('countersign:brief', 'countersign:brief-count')) === 0,
      'both to be gone',
    );
  });
});

describe('the volatile store when Redis fails', () => {
  let redis: TestRedis;
  let store: VolatileStore;
  beforeAll(async () => {
    redis = await startRedis({ own: true });
    store = redisVolatileStore({ url: redis.url, logger });
    await store.ping();
  });
  afterAll(async () => {
    await store.close();
    await redis.stop();
  });

  const untilBack = async (): Promise<number> => {
    const start = performance.now();
    while (performance.now() - start < 10_000) {
      if (
        await store.ping().then(
          () => true,
          () => false,
        )
      )
        return performance.now() - start;
      await wait(20);
    }
    return Number.POSITIVE_INFINITY;
  };

  it('refuses within 300 ms while Redis hangs, and forgets nothing of what it answered', async () => {
    await store.countUp('hang', { limit: 5, windowMs: 60_000 });
    await freeze(redis.pid);
    try {
      const took = await elapsed(() =>
        expect(store.get('hang')).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' }),
      );
      expect(took).toBeLessThan(REFUSED_WITHIN_MS);
    } finally {
      process.kill(redis.pid, 'SIGCONT');
    }
    expect(await untilBack()).toBeLessThan(10_000);
    expect(await store.countUp('hang', { limit: 5, windowMs: 60_000 })).toMatchObject({ count: 2 });
  });

  it('refuses while Redis is gone, recovers by itself and starts empty', async () => {
    await store.set('kept', 'x', { ttlMs: 60_000 });
    await redis.kill();
    const refused = (): Promise<void> =>
      expect(store.take('kept')).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
    expect(await elapsed(refused)).toBeLessThan(REFUSED_WITHIN_MS);
    await redis.restart();
    expect(await untilBack()).toBeLessThan(10_000);
    expect(await store.take('kept')).toBeNull();
    expect(await store.countUp('new', { limit: 1, windowMs: 60_000 })).toMatchObject({ allowed: true, count: 1 });
  });

  it('settles every call that was in flight when Redis was killed', async () => {
    const calls = Array.from({ length: 200 }, (_, index) =>
      store.countUp(`flight:${index}`, { limit: 1, windowMs: 60_000 }),
    );
    await redis.restart();
    const settled = await Promise.allSettled(calls);
    expect(settled).toHaveLength(200);
    expect(await untilBack()).toBeLessThan(10_000);
  });

  it('refuses writes when the server is full, instead of dropping what it holds', async () => {
    const admin = new Redis(redis.url);
    await store.set('held', 'x', { ttlMs: 60_000 });
    await admin.config('SET', 'maxmemory', '1');
    await expect(store.set('more', 'x', { ttlMs: 60_000 })).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
    await admin.config('SET', 'maxmemory', '0');
    expect(await store.get('held')).toBe('x');
    admin.disconnect();
  });
});
