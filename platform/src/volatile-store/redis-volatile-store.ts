import type { Logger } from '../telemetry/logger.ts';
import { askRedis, openRedis, type RedisConnection } from './redis-client.ts';
import type { VolatileStore } from './volatile-store.ts';

/** Check, count and expiry in one step: two steps could leave a window that never ends, or let two callers share one unit. */
const COUNT_UP = `
local count = tonumber(redis.call('GET', KEYS[1]) or '0') or 0
local left = redis.call('PTTL', KEYS[1])
local allowed = 0
if count < tonumber(ARGV[1]) then
  count = redis.call('INCR', KEYS[1])
  allowed = 1
end
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  left = tonumber(ARGV[2])
end
return { allowed, count, left }`;

/** A window that ended meanwhile stays ended: nothing here may make a key that never expires. */
const GIVE_BACK = `
if (tonumber(redis.call('GET', KEYS[1]) or '0') or 0) > 0 then redis.call('DECR', KEYS[1]) end
return 1`;

const REPLACE_IF_EQUAL = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

interface Scripts {
  countUp(key: string, limit: number, windowMs: number): Promise<[number, number, number]>;
  giveBack(key: string): Promise<number>;
  replaceIfEqual(key: string, expected: string, value: string, ttlMs: number): Promise<number>;
}

/** The volatile store of several processes: Redis 7 or Valkey, single, Sentinel or Cluster; each operation touches one key. */
export function redisVolatileStore(options: {
  readonly url: string;
  readonly logger: Logger;
  /** Put before every key, so that several installations may share a server. */
  readonly prefix?: string;
  /** How long an answer may take before it is a refusal; 300 ms when absent. */
  readonly patienceMs?: number;
}): VolatileStore {
  const client = openRedis(options);
  client.defineCommand('countUp', { numberOfKeys: 1, lua: COUNT_UP });
  client.defineCommand('giveBack', { numberOfKeys: 1, lua: GIVE_BACK });
  client.defineCommand('replaceIfEqual', { numberOfKeys: 1, lua: REPLACE_IF_EQUAL });
  const scripts = client as unknown as RedisConnection & Scripts;
  const named = (key: string): string => `${options.prefix ?? 'countersign:'}${key}`;
  const ask = <T>(question: () => Promise<T>): Promise<T> => askRedis(client, question);

  return {
    get: (key) => ask(() => client.get(named(key))),
    set: async (key, value, { ttlMs }) => void (await ask(() => client.set(named(key), value, 'PX', ttlMs))),
    setIfAbsent: async (key, value, { ttlMs }) =>
      (await ask(() => client.set(named(key), value, 'PX', ttlMs, 'NX'))) === 'OK',
    replaceIfEqual: async (key, expected, value, { ttlMs }) =>
      (await ask(() => scripts.replaceIfEqual(named(key), expected, value, ttlMs))) === 1,
    take: (key) => ask(() => client.getdel(named(key))),
    delete: async (key) => void (await ask(() => client.del(named(key)))),
    async countUp(key, { limit, windowMs }) {
      const [allowed, count, resetsInMs] = await ask(() => scripts.countUp(named(key), limit, windowMs));
      return { allowed: allowed === 1, count, resetsInMs };
    },
    giveBack: async (key) => void (await ask(() => scripts.giveBack(named(key)))),
    ping: async () => void (await ask(() => client.ping())),
    async close() {
      client.disconnect();
    },
  };
}
