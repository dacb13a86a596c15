import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort, startMariaDb, startRedis } from '../test/support/servers.ts';
import { compare } from './answers/compare.mjs';
import { givePeopleStates } from './answers/states.mjs';
import { keepAlive } from './logins/keep-alive.mjs';
import { openParallelRun, seedPeople } from './logins/seed-people.mjs';

/**
 * O8 as a distribution: how long the product takes to answer for people who exist, do not, are locked, disabled, without an
 * address, or have a smartcard alone; and whether they hear the same bytes. One request at a time, every state once in each
 * round in an order drawn anew, each person once and each from an address of his own, so that no limit speaks.
 *   npm run uniform-answers -- --samples 1000 --out uniform-answers.json
 */
const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '1000' },
    warmup: { type: 'string', default: '100' },
    /** Milliseconds between what mails something and the next request: what is under way meanwhile is out of the way. */
    pause: { type: 'string', default: '0' },
    out: { type: 'string' },
  },
});
const [samples, warmup, pause] = [values.samples, values.warmup, values.pause].map(Number);
const STEP = `__typename ... on ProofsOffered { flow { id } message offers { authenticator challenge { __typename } } }
  ... on FlowRefused { code message retryAfter }`;
const steps = {
  'login: begin': (userId) => ({
    query: `mutation($i: BeginLoginInput!) { step: beginLogin(input: $i) { ${STEP} } }`,
    variables: { i: { application: 'CCMS', method: 'TWO_FACTOR', userId, delivery: 'BEARER' } },
  }),
  'login: wrong password': (_userId, f) => ({
    query: `mutation($f: ID!, $p: String!) { step: answerWithPassword(flowId: $f, password: $p) { ${STEP} } }`,
    variables: { f, p: 'a wrong harbour at dusk' },
  }),
  'reset: begin': (userId) => ({
    query: `mutation($u: ID!) { step: beginPasswordReset(userId: $u) { ${STEP} } }`,
    variables: { u: userId },
  }),
  'reset: wrong code': (_userId, f) => ({
    query: `mutation($f: ID!) { step: answerWithEmailOtp(flowId: $f, code: "000000") { ${STEP} } }`,
    variables: { f },
  }),
  'reset: another code': (_userId, f) => ({
    query: `mutation($f: ID!) { step: requestEmailOtp(flowId: $f) { ${STEP} } }`,
    variables: { f },
  }),
};
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** An order drawn anew for each round. */
const shuffled = (list) =>
  list
    .map((one) => [randomInt(2 ** 32), one])
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one);
const masked = (text) => text.replace(/"id":"[^"]+"/g, '"id":"#"');

async function startProduct(settings) {
  const child = spawn(process.execPath, [here('../server/bin/countersign.mjs'), 'serve', '--role', 'all'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (let attempt = 0; ; attempt++) {
    if ((await fetch(`http://127.0.0.1:${settings.COUNTERSIGN_PORT}/readyz`).catch(() => undefined))?.ok) break;
    if (child.exitCode !== null || attempt > 300) throw new Error('The product did not start.');
    await new Promise((next) => setTimeout(next, 100));
  }
  return { end: () => new Promise((done) => child.once('exit', done) && child.kill('SIGTERM')) };
}

const folder = await mkdtemp(join(tmpdir(), 'countersign-answers-'));
const mariaDb = await startMariaDb({ own: true });
const redis = await startRedis({ own: true });
const mailPort = await freePort();
const mail = spawn(process.execPath, [here('answers/mail-sink.mjs'), String(mailPort)], { stdio: 'inherit' });
const settings = {
  COUNTERSIGN_PORT: String(await freePort()),
  COUNTERSIGN_SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
  COUNTERSIGN_DATA_DIR: folder,
  COUNTERSIGN_DATABASE_URL: mariaDb.socketUrl,
  COUNTERSIGN_REDIS_URL: redis.url,
  COUNTERSIGN_MASTER_KEY: randomBytes(32).toString('base64'),
  COUNTERSIGN_PEPPER: randomBytes(32).toString('base64'),
  COUNTERSIGN_TRUSTED_PROXIES: '127.0.0.1',
  COUNTERSIGN_LOG_LEVEL: 'error',
};
let product;
try {
  await openParallelRun(settings);
  product = await startProduct(settings);
  const rounds = samples + warmup;
  const people = await seedPeople({ settings, count: rounds * 5 });
  const states = await givePeopleStates(settings, people.userIds, rounds);
  const connection = keepAlive({ hostname: '127.0.0.1', port: settings.COUNTERSIGN_PORT });
  const times = Object.fromEntries(
    Object.keys(steps).map((step) => [step, Object.fromEntries(Object.keys(states).map((state) => [state, []]))]),
  );
  const heard = Object.fromEntries(Object.keys(steps).map((step) => [step, new Map()]));
  let turn = 0;
  for (let round = 0; round < rounds; round++) {
    for (const state of shuffled(Object.keys(states))) {
      turn += 1;
      const from = `x-forwarded-for: 10.${turn >> 16}.${(turn >> 8) & 255}.${turn & 255}\r\n`;
      let flow;
      for (const [step, ask] of Object.entries(steps)) {
        if (pause > 0 && step === 'reset: wrong code') await new Promise((next) => setTimeout(next, pause));
        const body = ask(states[state][round], flow);
        const began = performance.now();
        const answer = await connection.post('/graphql', body, from);
        const took = performance.now() - began;
        flow = JSON.parse(answer.body).data?.step?.flow?.id ?? flow;
        const bytes = `${answer.status} ${masked(answer.body)}`;
        heard[step].set(bytes, (heard[step].get(bytes) ?? new Set()).add(state));
        if (round >= warmup) times[step][state].push(took);
      }
    }
  }
  connection.close();
  const result = Object.fromEntries(Object.entries(times).map(([step, each]) => [step, compare(each)]));
  for (const [step, { gap, states: each }] of Object.entries(result)) {
    console.log(`${step}: medians ${gap.toFixed(2)} ms apart, ${heard[step].size} different answer(s)`);
    console.table(
      each.map(({ state, median, floor, chance, z }) => ({
        ...{ state, median: median.toFixed(2), floor: floor.toFixed(2) },
        ...{ 'slower than others': chance.toFixed(3), z: z.toFixed(1) },
      })),
    );
    if (heard[step].size > 1)
      console.log([...heard[step]].map(([bytes, who]) => `${[...who].join()}: ${bytes}`).join('\n'));
  }
  if (values.out) await writeFile(values.out, JSON.stringify({ samples, result, times }, null, 1));
  const gaps = Object.values(result).map(({ gap }) => gap);
  const uniform = Math.max(...gaps) <= 5 && Object.values(heard).every(({ size }) => size === 1);
  console.log(uniform ? 'O8 holds.' : 'O8 DOES NOT HOLD.');
  process.exitCode = uniform ? 0 : 1;
} finally {
  await product?.end();
  mail.kill();
  await redis.stop();
  await mariaDb.stop();
  await rm(folder, { recursive: true, force: true });
}
