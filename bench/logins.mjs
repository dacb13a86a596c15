import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { freePort, startMariaDb, startRedis } from '../test/support/servers.ts';
import { openParallelRun, seedPeople } from './logins/seed-people.mjs';
import { startPeer } from './logins/start-peer.mjs';

/**
 * Completed logins (password + TOTP) per second beside bare argon2id verifications per second with the same parameters, and
 * beside the same login at better-auth on the same MariaDB, with either argon2 library. Load generator, databases and what is
 * measured share this machine. Rounds alternate, so a drift falls on all alike.
 *   npm run logins -- --rounds 5 --seconds 8 --out logins.json
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '16' },
    warmup: { type: 'string', default: '60' },
    /** Peers to measure beside the product, by the argon2 library they hash with; none to leave them out. */
    peers: { type: 'string', default: '@node-rs/argon2,argon2' },
    out: { type: 'string' },
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const run = async (file, order) => {
  const { stdout } = await promisify(execFile)(process.execPath, [here(file), JSON.stringify(order)], {
    maxBuffer: 1e8,
  });
  return JSON.parse(stdout);
};
/** Processor milliseconds a process has used so far, of Linux's 10 ms ticks. */
async function processorMs(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function startProduct(settings) {
  const child = spawn(process.execPath, [here('../server/bin/countersign.mjs'), 'serve', '--role', 'all'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${settings.COUNTERSIGN_PORT}`;
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok)
      return {
        url,
        pid: child.pid,
        end: () => new Promise((done) => child.once('exit', done) && child.kill('SIGTERM')),
      };
    if (child.exitCode !== null || attempt > 300) throw new Error('The product did not start.');
    await new Promise((next) => setTimeout(next, 100));
  }
}

const folder = await mkdtemp(join(tmpdir(), 'countersign-logins-'));
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
  COUNTERSIGN_LOG_LEVEL: 'warn',
};
const peers = [];
let product;
try {
  const rounds = Number(values.rounds);
  const seconds = Number(values.seconds);
  await openParallelRun(settings);
  product = await startProduct(settings);
  // People are seeded past the API, in the state that their first login would leave.
  const people = await seedPeople({ settings, count: (rounds * seconds + Number(values.warmup)) * 250 });
  const peopleFile = join(folder, 'people.json');
  await writeFile(peopleFile, JSON.stringify(people));

  for (const hasher of values.peers.split(',').filter((one) => one !== '' && one !== 'none'))
    peers.push(
      await startPeer({
        hasher,
        mariaDb,
        port: await freePort(),
        count: (rounds * seconds + Number(values.warmup) / 4) * 250,
        password: people.password,
        pepper: settings.COUNTERSIGN_PEPPER,
        peopleFile: join(folder, `peer-${peers.length}.json`),
      }),
    );

  const measured = [];
  let from = 0;
  for (let round = 0; round <= rounds; round++) {
    const bare = await run('logins/bare-verifications.mjs', {
      seconds,
      phc: people.phc,
      password: people.password,
      pepper: settings.COUNTERSIGN_PEPPER,
    });
    const pids = [product.pid, mariaDb.pid, redis.pid];
    const before = await Promise.all(pids.map(processorMs));
    const logins = await run('logins/load-logins.mjs', {
      url: `${product.url}/graphql`,
      // Long enough for the compiler to have seen every step some thousand times: a server is measured as it runs all day.
      seconds: round === 0 ? Number(values.warmup) : seconds,
      connections: Number(values.connections),
      peopleFile,
      from,
    });
    const after = await Promise.all(pids.map(processorMs));
    const completed = logins.perSecond * logins.took;
    const cpu = Object.fromEntries(
      ['product', 'database', 'redis'].map((name, index) => [name, (after[index] - before[index]) / completed]),
    );
    cpu.load = logins.processorMs / completed;
    const cpuTotal = Object.values(cpu).reduce((sum, one) => sum + one, 0);
    from += logins.begun;
    if (logins.failed.length > 0) throw new Error(`Logins failed: ${JSON.stringify(logins.failed.slice(0, 3))}`);
    const beside = {};
    for (const peer of peers) {
      const order = { connections: Number(values.connections), peopleFile: peer.peopleFile, from: peer.from };
      const its = await run('logins/load-better-auth.mjs', {
        ...order,
        url: peer.url,
        seconds: round === 0 ? Math.ceil(Number(values.warmup) / 4) : seconds,
      });
      if (its.failed.length > 0)
        throw new Error(`Logins at the peer failed: ${JSON.stringify(its.failed.slice(0, 3))}`);
      peer.from += its.begun;
      beside[peer.hasher] = {
        logins: its.perSecond,
        p50: its.p50,
        p99: its.p99,
        times: logins.perSecond / its.perSecond,
      };
    }
    const row = {
      bare: bare.perSecond,
      logins: logins.perSecond,
      ratio: logins.perSecond / bare.perSecond,
      p50: logins.p50,
      p99: logins.p99,
      processorMs: { bare: bare.processorMs, login: cpuTotal, ...cpu },
      betterAuth: beside,
    };
    console.log(
      round === 0 ? 'warm-up' : `round ${round}`,
      JSON.stringify(row, (_, value) => (typeof value === 'number' ? Number(value.toFixed(2)) : value)),
    );
    if (round > 0) measured.push(row);
  }
  const result = {
    machine: { cores: cpus().length, model: cpus()[0]?.model, node: process.version },
    rounds: measured,
    median: {
      bare: median(measured.map((row) => row.bare)),
      logins: median(measured.map((row) => row.logins)),
      ratio: median(measured.map((row) => row.ratio)),
      ratioOfProcessorTime: median(measured.map((row) => row.processorMs.bare / row.processorMs.login)),
      timesBetterAuth: Object.fromEntries(
        peers.map(({ hasher }) => [hasher, median(measured.map((row) => row.betterAuth[hasher].times))]),
      ),
    },
  };
  console.log(JSON.stringify(result.median, null, 2));
  if (values.out) await writeFile(values.out, `${JSON.stringify(result, null, 2)}\n`);
} finally {
  for (const peer of peers) await peer.end();
  await product?.end();
  await redis.stop();
  await mariaDb.stop();
  await rm(folder, { recursive: true, force: true });
}
