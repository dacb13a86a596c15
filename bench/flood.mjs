import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort, startMariaDb, startRedis } from '../test/support/servers.ts';
import { CODE, PASSWORD, ask, begin } from './flood/speak.mjs';
import { codeNow } from './logins/code-now.mjs';
import { keepAlive } from './logins/keep-alive.mjs';
import { openParallelRun, seedPeople } from './logins/seed-people.mjs';

/**
 * Session checks (a query for the viewer, which reads session and standing anew) while 500 wrong passwords arrive at once,
 * each for another user and from another address, so that no limit spares the hashing. The product, MariaDB and Redis run
 * as in production, in processes of their own; the attacker and the measuring client share this machine with them.
 *   npm run flood -- --waves 4 --out flood.json
 */
const { values } = parseArgs({
  options: {
    waves: { type: 'string', default: '4' },
    passwords: { type: 'string', default: '500' },
    everyMs: { type: 'string', default: '5' },
    out: { type: 'string' },
  },
});
const waves = Number(values.waves);
const passwords = Number(values.passwords);
const everyMs = Number(values.everyMs);
const pause = (ms) => new Promise((next) => setTimeout(next, ms));

const folder = await mkdtemp(join(tmpdir(), 'countersign-flood-'));
const mariaDb = await startMariaDb({ own: true });
const redis = await startRedis({ own: true });
const settings = {
  COUNTERSIGN_PORT: String(await freePort()),
  COUNTERSIGN_SMTP_PORT: String(await freePort()),
  COUNTERSIGN_DATA_DIR: folder,
  COUNTERSIGN_DATABASE_URL: mariaDb.socketUrl,
  COUNTERSIGN_REDIS_URL: redis.url,
  COUNTERSIGN_MASTER_KEY: randomBytes(32).toString('base64'),
  COUNTERSIGN_PEPPER: randomBytes(32).toString('base64'),
  COUNTERSIGN_TRUSTED_PROXIES: '127.0.0.1',
  COUNTERSIGN_LOG_LEVEL: 'error',
};
const door = { hostname: '127.0.0.1', port: settings.COUNTERSIGN_PORT };
const url = `http://127.0.0.1:${settings.COUNTERSIGN_PORT}`;

async function logIn(userId, password, secret) {
  const connection = keepAlive(door);
  const flowId = await begin(connection, userId, '');
  await ask(connection, PASSWORD, { flowId, password });
  const { data } = await ask(connection, CODE, { flowId, code: codeNow(secret) });
  connection.close();
  return data.answerWithTotp.sessionToken;
}

/** Asks at a steady pace whatever came back, so that a stall shows in every question that waited for it. */
async function checks(token, ended) {
  const headers = `authorization: Bearer ${token}\r\n`;
  const connections = Array.from({ length: 64 }, () => keepAlive(door));
  const free = [...connections];
  const took = [];
  const running = [];
  while (!ended.now) {
    const connection = free.pop();
    if (connection !== undefined) {
      const start = performance.now();
      running.push(
        ask(connection, '{ viewer { userId } }', {}, headers).then(({ data }) => {
          if (!data?.viewer) throw new Error('The session was not recognised.');
          took.push(performance.now() - start);
          free.push(connection);
        }),
      );
    }
    await pause(everyMs);
  }
  await Promise.all(running);
  for (const connection of connections) connection.close();
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share) => Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1));
  return { checks: sorted.length, p50: at(0.5), p99: at(0.99), longest: at(1) };
}

async function residentMiB(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}

/** An attacker in a process of his own, so that his work does not stand between the door and the client that measures. */
async function attacker(userIds, firstSource) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('flood/attack.mjs', import.meta.url)), JSON.stringify({ door, userIds, firstSource })],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return async () => {
    child.stdin.write('!');
    return JSON.parse((await lines.next()).value);
  };
}

let product;
try {
  await openParallelRun(settings);
  product = spawn(
    process.execPath,
    [fileURLToPath(new URL('../server/bin/countersign.mjs', import.meta.url)), 'serve', '--role', 'all'],
    { env: { ...process.env, ...settings }, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  for (let attempt = 0; !(await fetch(`${url}/readyz`).catch(() => undefined))?.ok; attempt++) {
    if (product.exitCode !== null || attempt > 300) throw new Error('The product did not start.');
    await pause(100);
  }
  const people = await seedPeople({ settings, count: passwords * (waves + 1) + 1 });
  const secret = Buffer.from(people.secret, 'base64');
  const [watcher, ...victims] = people.userIds;
  const token = await logIn(watcher, people.password, secret);

  const during = async (work) => {
    const ended = { now: false };
    const checking = checks(token, ended);
    await work();
    ended.now = true;
    return checking;
  };
  const measured = [];
  for (let wave = 0; wave <= waves; wave++) {
    const fire = await attacker(victims.slice(wave * passwords, (wave + 1) * passwords), wave * passwords);
    const calm = await during(() => pause(2_000));
    const before = await residentMiB(product.pid);
    let most = before;
    let codes;
    const watch = setInterval(() => void residentMiB(product.pid).then((now) => (most = Math.max(most, now))), 20);
    const flooded = await during(async () => {
      await pause(100);
      codes = await fire();
    });
    clearInterval(watch);
    const row = { calm, flooded, residentGrowthMiB: Number((most - before).toFixed(1)), codes };
    console.log(wave === 0 ? 'warm-up' : `wave ${wave}`, JSON.stringify(row));
    if (wave > 0) measured.push(row);
  }
  if (values.out) await writeFile(values.out, `${JSON.stringify(measured, null, 2)}\n`);
} finally {
  if (product !== undefined && product.exitCode === null) {
    const gone = new Promise((done) => product.once('exit', done));
    product.kill('SIGTERM');
    await gone;
  }
  await redis.stop();
  await mariaDb.stop();
  await rm(folder, { recursive: true, force: true });
}
