import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { type ChildServer, startChild } from '../../../test/support/child-server.ts';
import { programPath } from '../../../test/support/program-path.ts';
import { freePort } from '../../../test/support/servers.ts';
import { createLogger } from '../telemetry/logger.ts';
import { redisVolatileStore } from './redis-volatile-store.ts';

const logger = createLogger({ level: 'silent', part: 'test' });
let folder: string;
const children: ChildServer[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-redis-'));
});
afterAll(async () => {
  for (const child of children) await child.kill();
  await rm(folder, { recursive: true, force: true });
});

async function asked<T>(port: number, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(port, '127.0.0.1');
  client.on('error', () => undefined);
  return question(client).finally(() => client.disconnect());
}

async function start(port: number, ...args: readonly string[]): Promise<ChildServer> {
  const all = [...args, '--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const child = await startChild(programPath('redis-server'), all, () =>
    asked(port, async (client) => (await client.ping()) === 'PONG'),
  );
  children.push(child);
  return child;
}

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const begin = performance.now(); performance.now() - begin < 30_000;) {
    if (await holds().catch(() => false)) return;
    await wait(50);
  }
  throw new Error(`It never came true: ${what}.`);
}

describe('the volatile store', () => {
  it('works on a cluster, every key of a flow on one node', async () => {
    const port = await freePort();
    // The nodes talk on a second port; the default one may lie past the last.
    await start(
      port,
      '--cluster-enabled',
      'yes',
      '--cluster-announce-ip',
      '127.0.0.1',
      '--cluster-port',
      `${await freePort()}`,
    );
    await asked(port, (client) => client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383'));
    await eventually('the cluster is whole', () =>
      asked(port, async (client) => `${await client.call('CLUSTER', 'INFO')}`.includes('cluster_state:ok')),
    );
    const store = redisVolatileStore({ url: `redis+cluster://127.0.0.1:${port}`, logger, patienceMs: 10_000 });
    await eventually('the store answers', () => store.ping().then(() => true));
    await store.set('{flow:1}:state', 'a', { ttlMs: 60_000 });
    expect(await store.replaceIfEqual('{flow:1}:state', 'a', 'b', { ttlMs: 60_000 })).toBe(true);
    expect(await store.countUp('{flow:1}:tries', { limit: 1, windowMs: 60_000 })).toMatchObject({
      allowed: true,
      count: 1,
    });
    expect(await store.take('{flow:1}:state')).toBe('b');
    await store.close();
  });

  it('follows Sentinel to the new primary after a fail-over, by itself', async () => {
    const [primaryPort, replicaPort, sentinelPort] = [await freePort(), await freePort(), await freePort()];
    const primary = await start(primaryPort);
    await start(replicaPort, '--replicaof', '127.0.0.1', `${primaryPort}`);
    const file = join(folder, 'sentinel.conf');
    await writeFile(
      file,
      `sentinel monitor main 127.0.0.1 ${primaryPort} 1\nsentinel down-after-milliseconds main 500\nsentinel failover-timeout main 2000\n`,
    );
    const sentinelArgs = [file, '--sentinel', '--port', `${sentinelPort}`, '--bind', '127.0.0.1'];
    const sentinelAnswers = (): Promise<boolean> =>
      asked(sentinelPort, async (client) =>
        `${await client.call('SENTINEL', 'REPLICAS', 'main')}`.includes(`${replicaPort}`),
      );
    children.push(await startChild(programPath('redis-server'), sentinelArgs, sentinelAnswers));

    const store = redisVolatileStore({ url: `redis+sentinel://127.0.0.1:${sentinelPort}/main`, logger });
    await eventually('the store answers', () => store.ping().then(() => true));
    await primary.kill();
    await expect(store.set('during', 'x', { ttlMs: 60_000 })).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
    await eventually('the new primary takes writes', () => store.set('after', 'x', { ttlMs: 60_000 }).then(() => true));
    await eventually('what it took is there', async () => (await store.get('after')) === 'x');
    await store.close();
  });

  it('refuses an address it cannot read with a sentence', () => {
    expect(() => redisVolatileStore({ url: 'redis+sentinel://h:1', logger })).toThrow(
      'A Redis address is redis://host',
    );
  });
});
