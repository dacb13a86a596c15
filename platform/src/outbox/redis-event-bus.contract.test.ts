import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { startRedis, type TestRedis } from '../../../test/support/servers.ts';
import { newId } from '../secrets/new-id.ts';
import { createLogger } from '../telemetry/logger.ts';
import { eventBusSuite, someEvent, until } from './event-bus.suite.ts';
import { type RedisEventBusOptions, redisEventBus } from './redis-event-bus.ts';

const logger = createLogger({ level: 'silent', part: 'test' });
let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis({ own: true });
});
afterAll(() => redis.stop());

/** What is tested here is what arrives, not how fast: a machine that is busy is no refusal. */
const PATIENT_MS = 10_000;
const options = (stream = `test:${newId()}`): RedisEventBusOptions => ({
  url: redis.url,
  logger,
  stream,
  retryAfterMs: 100,
  patienceMs: PATIENT_MS,
});

eventBusSuite(() => redisEventBus(options()));

describe('an event bus on Redis', () => {
  it('shares a group between processes: each of 50 events reaches one of two consumers', async () => {
    const shared = options();
    const seen: string[] = [];
    const buses = [redisEventBus(shared), redisEventBus(shared)];
    for (const bus of buses) {
      bus.subscribe('group', async (event) => void seen.push(event.id));
      await bus.start();
    }
    const events = Array.from({ length: 50 }, () => someEvent());
    await Promise.all(events.map((event, index) => buses[index % 2]!.publish(event)));
    await until('all arrived', () => new Set(seen).size === 50);
    await Promise.all(buses.map((bus) => bus.stop()));
    expect(seen).toHaveLength(50);
  });

  it('hands on what a consumer read and never finished, as when its process died', async () => {
    const shared = options();
    const event = someEvent();
    const raw = new Redis(redis.url);
    await raw.xgroup('CREATE', shared.stream!, 'group', '0', 'MKSTREAM');
    await raw.xadd(shared.stream!, '*', 'event', JSON.stringify(event));
    await raw.xreadgroup('GROUP', 'group', 'dead-process', 'COUNT', 1, 'STREAMS', shared.stream!, '>');

    const seen: string[] = [];
    const bus = redisEventBus(shared);
    bus.subscribe('group', async (got) => void seen.push(got.id));
    await bus.start();
    await until('the abandoned event arrived', () => seen.includes(event.id));
    await until('nothing is pending', () => seen.length > 0);
    await bus.stop();
    expect(await raw.xpending(shared.stream!, 'group')).toMatchObject([0, null, null, null]);
    raw.disconnect();
  });

  it('reads on after Redis restarted empty, and refuses to publish while it is away', async () => {
    const seen: string[] = [];
    const bus = redisEventBus({ ...options(), patienceMs: 2_000 });
    bus.subscribe('group', async (event) => void seen.push(event.id));
    await bus.start();
    const first = someEvent();
    await bus.publish(first);
    await until('the first event arrived', () => seen.includes(first.id));

    await redis.kill();
    await expect(bus.publish(someEvent())).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
    await redis.restart();
    const second = someEvent();
    let published = false;
    await until('it publishes again', () => {
      if (!published)
        void bus.publish(second).then(
          () => (published = true),
          () => undefined,
        );
      return seen.includes(second.id);
    });
    await bus.stop();
  });

  it('shows every process all events, those included that came while its connection was lost', async () => {
    const shared = options();
    const buses = [redisEventBus(shared), redisEventBus(shared)];
    const seen: string[][] = [[], []];
    for (const [index, bus] of buses.entries()) {
      bus.tail((event) => void seen[index]?.push(event.id));
      await bus.start();
    }
    const events = Array.from({ length: 5 }, () => someEvent());
    await buses[0]!.publish(events[0]!);
    await until('both saw the first', () => seen.every((list) => list.length === 1));
    const raw = new Redis(redis.url);
    await raw.client('KILL', 'TYPE', 'NORMAL', 'SKIPME', 'YES');
    for (const event of events.slice(1)) await raw.xadd(shared.stream!, '*', 'event', JSON.stringify(event));
    await until('both saw the rest', () => seen.every((list) => list.length === 5));
    raw.disconnect();
    await Promise.all(buses.map((bus) => bus.stop()));
    expect(seen).toEqual([events.map(({ id }) => id), events.map(({ id }) => id)]);
  });

  it('shows what comes after Redis restarted empty', async () => {
    const seen: string[] = [];
    const bus = redisEventBus(options());
    bus.tail((event) => void seen.push(event.id));
    await bus.start();
    await bus.publish(someEvent());
    await until('the first was seen', () => seen.length === 1);
    await redis.kill();
    await redis.restart();
    const later = someEvent();
    await until('it is published again', () => {
      void bus.publish(later).catch(() => undefined);
      return seen.includes(later.id);
    });
    await bus.stop();
  });
});
