import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type ChildServer, startChild } from './child-server.ts';
import { freePort } from './free-port.ts';
import { programPath } from './program-path.ts';

/** A Redis server for tests. */
export interface TestRedis {
  readonly url: string;
  /** Zero when the server was not started here. */
  readonly pid: number;
  stop(): Promise<void>;
  /** Kills the server as a crash would; what it held is gone. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port; kills it first if it still runs. */
  restart(): Promise<void>;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (reply) => {
      socket.destroy();
      resolve(reply.toString().startsWith('+PONG'));
    });
  });
}

/** Takes the server's next database in turn and empties it, so that tests sharing one server do not meet. */
async function given(address: string): Promise<TestRedis> {
  const server = new URL(address);
  const counter = new Redis(address);
  const turn = await counter.incr('countersign:test:turn');
  counter.disconnect();
  server.pathname = `/${1 + (turn % 15)}`;
  const own = new Redis(server.href);
  await own.flushdb();
  const refuse = async (): Promise<void> => {
    throw new Error('The server of COUNTERSIGN_TEST_REDIS_URL is not ours to stop.');
  };
  return {
    url: server.href,
    pid: 0,
    async stop() {
      await own.flushdb();
      own.disconnect();
    },
    kill: refuse,
    restart: refuse,
  };
}

/** Starts a private Redis that keeps nothing on disk, or uses the server of COUNTERSIGN_TEST_REDIS_URL unless `own` is asked for. */
export async function startRedis(options: { readonly own?: boolean } = {}): Promise<TestRedis> {
  const address = process.env['COUNTERSIGN_TEST_REDIS_URL'];
  if (address && !options.own) return given(address);

  const folder = await mkdtemp(join(tmpdir(), 'countersign-redis-'));
  const port = await freePort();
  const start = (): Promise<ChildServer> =>
    startChild(
      programPath('redis-server'),
      [
        '--port',
        `${port}`,
        '--bind',
        '127.0.0.1',
        '--dir',
        folder,
        '--save',
        '',
        '--appendonly',
        'no',
        '--maxmemory-policy',
        'noeviction',
      ],
      () => answers(port),
    );
  let child = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return child.pid;
    },
    async stop() {
      await child.end();
      await rm(folder, { recursive: true, force: true });
    },
    kill: () => child.kill(),
    async restart() {
      await child.kill();
      child = await start();
    },
  };
}
