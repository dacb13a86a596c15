import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { createLogger, memoryVolatileStore, redisVolatileStore, systemClock } from '@countersign/platform';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { startRedis } from '../test/support/servers.ts';

/**
 * The product's `countUp` beside `rate-limiter-flexible`, on one Redis and in memory: units taken per second, processor
 * microseconds of this process for each, and whether both allow exactly what the limit says, also after units were given back. Rounds alternate, so a drift falls on both alike.
 *   npm run limits -- --rounds 5 --seconds 2
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '2' } },
});
const CALLERS = 64;
const KEYS = 1_000;
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const redis = await startRedis({ own: true });
const client = new Redis(redis.url, { enableAutoPipelining: true });
const logger = createLogger({ level: 'silent', part: 'bench' });
const stores = {
  redis: redisVolatileStore({ url: redis.url, logger, patienceMs: 2_000 }),
  memory: memoryVolatileStore({ clock: systemClock }),
};
const peers = {
  redis: (limit) =>
    new RateLimiterRedis({ storeClient: client, points: limit, duration: 60, keyPrefix: `peer:${limit}` }),
  memory: (limit) => new RateLimiterMemory({ points: limit, duration: 60 }),
};

/** Takes one unit of a window; true when it was allowed. */
const ours = (store, limit) => ({
  take: async (key) => (await store.countUp(key, { limit, windowMs: 60_000 })).allowed,
  giveBack: (key) => store.giveBack(key),
});
const peer = (limiter) => ({
  take: (key) =>
    limiter.consume(key).then(
      () => true,
      (refusal) => {
        if (refusal instanceof Error) throw refusal;
        return false;
      },
    ),
  giveBack: (key) => limiter.reward(key),
});

async function perSecond(one, limit) {
  let taken = 0;
  const until = performance.now() + Number(values.seconds) * 1_000;
  const start = performance.now();
  const before = process.cpuUsage();
  await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      for (let at = caller; performance.now() < until; at += CALLERS) {
        await one.take(`speed:${limit}:${at % KEYS}`);
        taken += 1;
      }
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return { rate: taken / ((performance.now() - start) / 1_000), cpu: (user + system) / taken };
}

/** 1,000 at once on a limit of 20, five given back, 100 more: exactly 20 and then exactly 5. */
async function exactness(one, name) {
  const key = `exact:${name}`;
  const allowed = async (count) =>
    (await Promise.all(Array.from({ length: count }, () => one.take(key)))).filter(Boolean).length;
  const first = await allowed(1_000);
  for (let turn = 0; turn < 5; turn += 1) await one.giveBack(key);
  return { first, afterFiveGivenBack: await allowed(100) };
}

const report = {};
for (const where of ['redis', 'memory']) {
  const candidates = {
    countersign: (limit) => ours(stores[where], limit),
    'rate-limiter-flexible': (limit) => peer(peers[where](limit)),
  };
  for (const [name, make] of Object.entries(candidates))
    report[`${where} ${name}`] = { exact: await exactness(make(20), `${where}:${name}`), allowing: [], refusing: [] };
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const [name, make] of Object.entries(candidates)) {
      const allowing = await perSecond(make(1_000_000_000), 1_000_000_000);
      const refusing = await perSecond(make(3), 3);
      if (round > 0) report[`${where} ${name}`].allowing.push(allowing);
      if (round > 0) report[`${where} ${name}`].refusing.push(refusing);
    }
  }
}
const figures = (rounds) =>
  `${Math.round(median(rounds.map(({ rate }) => rate)))}/s (${median(rounds.map(({ cpu }) => cpu)).toFixed(1)} us)`;
for (const [name, { exact, allowing, refusing }] of Object.entries(report)) {
  const rates = `allowing ${figures(allowing)}  refusing ${figures(refusing)}`;
  console.log(`${name.padEnd(30)} ${rates}  limit 20: ${exact.first} of 1,000, then ${exact.afterFiveGivenBack} of 5`);
}
client.disconnect();
await Promise.all([stores.redis.close(), stores.memory.close(), redis.stop()]);
