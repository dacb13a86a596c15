import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/servers.ts';

/** The real product in one process on a database prefix of its own, and a client of it. */
export async function startProduct({ databaseUrl, redisUrl, folder }) {
  const settings = {
    COUNTERSIGN_PORT: String(await freePort()),
    COUNTERSIGN_SMTP_PORT: String(await freePort()),
    COUNTERSIGN_DATA_DIR: folder,
    COUNTERSIGN_DATABASE_URL: databaseUrl,
    COUNTERSIGN_REDIS_URL: redisUrl,
    COUNTERSIGN_MASTER_KEY: randomBytes(32).toString('base64'),
    COUNTERSIGN_PEPPER: randomBytes(32).toString('base64'),
    COUNTERSIGN_LOG_LEVEL: 'warn',
  };
  const child = spawn(
    process.execPath,
    // For a profile of the product: BENCH_NODE='--cpu-prof --cpu-prof-dir=/somewhere'.
    [
      ...(process.env.BENCH_NODE ?? '').split(' ').filter(Boolean),
      fileURLToPath(new URL('../../server/bin/countersign.mjs', import.meta.url)),
      'serve',
      '--role',
      'all',
    ],
    { env: { ...process.env, ...settings }, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const url = `http://127.0.0.1:${settings.COUNTERSIGN_PORT}`;
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) break;
    if (child.exitCode !== null || attempt > 600) throw new Error('The product did not start.');
    await new Promise((next) => setTimeout(next, 100));
  }
  const dispatcher = new Agent({ connections: 64, pipelining: 1 });
  const ask = async (token, query, variables = {}) => {
    const { body } = await request(`${url}/graphql`, {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await body.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return {
    url,
    pid: child.pid,
    ask,
    async stop() {
      await dispatcher.close();
      await new Promise((done) => child.once('exit', done) && child.kill('SIGTERM'));
    },
  };
}

/** Resident memory of a process in MiB. */
export async function residentMib(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}
