import { Redis } from 'ioredis';
import type { Stack } from './stacks.ts';

/** Empties the volatile store of flows, codes and limits, as a restart of Redis would; the event streams stay. */
export async function forgetLimits(stack: Stack): Promise<void> {
  if (stack.corner === null) throw new Error('The embedded shape keeps its limits in its own memory.');
  const redis = new Redis(stack.corner.redisUrl.href);
  for (const key of await redis.keys('*')) if ((await redis.type(key)) !== 'stream') await redis.del(key);
  redis.disconnect();
}
