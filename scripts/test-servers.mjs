import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.mjs';
import { stop as stopWith } from './set-up.mjs';

const answers = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('data', () => (socket.destroy(), resolve(true)));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('error', () => resolve(false));
    socket.setTimeout(2000, () => (socket.destroy(), resolve(false)));
  });

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const launch = async (name, command, args, { port, folder }) => {
  const logFile = path.join(folder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  for (let tries = 0; tries < 150; tries += 1) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return child;
    await pause(200);
  }
  child.kill('SIGKILL');
  return stopWith(`${name} did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
};

const startMariaDb = async (tools, folder) => {
  const port = await freePort();
  const tables = path.join(folder, 'mariadb');
  const owner = process.getuid?.() === 0 ? ['--user=root'] : [];
  const made = spawnSync(
    tools.mariadbInstall,
    [
      '--no-defaults',
      `--datadir=${tables}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      ...owner,
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) stopWith(`MariaDB's data folder could not be made:\n${made.stdout}${made.stderr}`);
  // Flushing once a second is enough for tests: it is our processes that get killed, never this server.
  const child = await launch(
    'mariadb',
    tools.mariadbd,
    [
      '--no-defaults',
      `--datadir=${tables}`,
      `--socket=${path.join(folder, 'm.sock')}`,
      `--pid-file=${path.join(folder, 'm.pid')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--max-connections=500',
      '--skip-log-bin',
      '--innodb-flush-log-at-trx-commit=2',
      '--innodb-buffer-pool-size=256M',
      ...owner,
    ],
    { port, folder },
  );
  return { child, url: `mysql://root@127.0.0.1:${port}/countersign_test` };
};

const startRedis = async (tools, folder) => {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  return { child: await launch('redis', tools.redis, args, { port, folder }), url: `redis://127.0.0.1:${port}` };
};

const end = (child) =>
  new Promise((resolve) => {
    if (!child || child.exitCode !== null) return resolve();
    child.once('exit', resolve);
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
  });

/**
 * Private MariaDB and Redis on free ports with temporary folders. Servers that exist are used instead when
 * COUNTERSIGN_TEST_MYSQL_URL or COUNTERSIGN_TEST_REDIS_URL name them.
 */
export const startTestServers = async (tools) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-test-'));
  const given = { mysql: process.env.COUNTERSIGN_TEST_MYSQL_URL, redis: process.env.COUNTERSIGN_TEST_REDIS_URL };
  const mariaDb = given.mysql ? { url: given.mysql } : await startMariaDb(tools, folder);
  const redis = given.redis ? { url: given.redis } : await startRedis(tools, folder);
  return {
    settings: { COUNTERSIGN_TEST_MYSQL_URL: mariaDb.url, COUNTERSIGN_TEST_REDIS_URL: redis.url },
    async stop() {
      await Promise.all([end(mariaDb.child), end(redis.child)]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
