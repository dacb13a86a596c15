import { once } from 'node:events';
import type { Redis } from 'ioredis';

/** A command's answer, or a failure as soon as the connection ends: the command's own promise may stay open then (ioredis #2193). */
export async function unlessLost<T>(client: Redis, command: Promise<T>): Promise<T> {
  const over = new AbortController();
  const lost = once(client, 'close', { signal: over.signal }).then(() => {
    throw new Error('The connection was lost.');
  });
  lost.catch(() => undefined);
  try {
    return await Promise.race([command, lost]);
  } finally {
    over.abort();
  }
}
