import { Redis } from 'ioredis';
import { eventually } from './eventually.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { layWire, type Wire } from './tcp-proxy.ts';

/** A Redis of a suite's own and a replica of it, under one address that follows whichever is primary. */
export interface RedisPair {
  readonly url: string;
  /** `FLUSHALL`. */
  empty(): Promise<void>;
  /** Killed, and started again with nothing. */
  crash(): Promise<void>;
  /** The replica holds all that the primary holds now, and hears of nothing that comes after. */
  leaveBehind(): Promise<void>;
  /** The primary is killed, and the replica that was left behind is made primary. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts both servers; the replica follows nobody until it is to be left behind. */
export async function startRedisPair(): Promise<RedisPair> {
  let [primary, replica] = await Promise.all([startRedis({ own: true }), startRedis({ own: true })]);
  const to = { host: '127.0.0.1', port: portOf(primary) };
  const wire = await layWire(to);
  return {
    url: `redis://127.0.0.1:${wire.port}`,
    empty: () => asked(primary, async (redis) => void (await redis.flushall())),
    crash: () => primary.restart(),
    async leaveBehind() {
      const link = await layWire({ host: '127.0.0.1', port: portOf(primary) });
      await follow(primary, replica, link);
      await link.cut();
    },
    async failOver() {
      await wire.cut();
      await primary.kill();
      await asked(replica, (redis) => redis.replicaof('NO', 'ONE'));
      [primary, replica] = [replica, primary];
      to.port = portOf(primary);
      await wire.mend();
      await replica.restart();
    },
    async stop() {
      await wire.close();
      await Promise.all([primary.stop(), replica.stop()]);
    },
  };
}

async function follow(primary: TestRedis, replica: TestRedis, link: Wire): Promise<void> {
  await asked(primary, (redis) => redis.config('SET', 'repl-diskless-sync-delay', '0'));
  await asked(replica, (redis) => redis.replicaof('127.0.0.1', link.port));
  await asked(primary, async (redis) => {
    // It waits for what this connection wrote: a connection that wrote nothing waits for nothing.
    await redis.set('pair:mark', 'x');
    await eventually(async () => (await redis.wait(1, 1_000)) === 1, 'the replica to hold what the primary holds');
  });
}

async function asked<T>(server: TestRedis, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(server.url);
  return question(redis).finally(() => redis.disconnect());
}

function portOf(server: TestRedis): number {
  return Number(new URL(server.url).port);
}
