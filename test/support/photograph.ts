import { Redis } from 'ioredis';

/** Restored entries live this long, whatever was left of them: long enough for any test. */
const LIFE_MS = 600_000;

/** Remembers all that a Redis holds but the event streams, and gives the deed that puts it back. */
export async function photograph(url: string): Promise<() => Promise<void>> {
  const redis = new Redis(url);
  const kept: (readonly [string, Buffer])[] = [];
  for (const key of await redis.keys('*')) {
    const dump = (await redis.type(key)) === 'stream' ? null : await redis.dumpBuffer(key);
    if (dump !== null) kept.push([key, dump]);
  }
  redis.disconnect();
  return async () => {
    const now = new Redis(url);
    for (const [key, dump] of kept) await now.restore(key, LIFE_MS, dump, 'REPLACE');
    now.disconnect();
  };
}
