import type { Redis } from 'ioredis';

/** A command's answer, or a failure as soon as the connection ends: the command's own promise may stay open then (ioredis #2193). */
export async function unlessLost<T>(client: Redis, command: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const lost = (): void => reject(new Error('The connection was lost.'));
  client.once('close', lost);
  command.then(resolve, reject);
  try {
    return await promise;
  } finally {
    client.off('close', lost);
  }
}
