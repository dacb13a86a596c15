import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { authenticationMigrations, authenticationRows } from '@countersign/authentication';
import { approvalsMigrations, approvalsRows } from '@countersign/approvals';
import { addCalendarOverride, identityMigrations, identityRows, setPhase } from '@countersign/identity';
import { createLogger, openDatabase } from '@countersign/platform';
import { createConnection } from 'mysql2/promise';
import { startMariaDb, startRedis } from '../test/support/servers.ts';
import { measureBulk } from './scale/measure-bulk.mjs';
import { measureDecisions } from './scale/measure-decisions.mjs';
import { measureExport } from './scale/measure-export.mjs';
import { measureReads } from './scale/measure-reads.mjs';
import { openSessions } from './scale/open-sessions.mjs';
import { startProduct } from './scale/product.mjs';
import { seedOneParticipant, seedProfiles } from './scale/seed-profiles.mjs';
import { seedRequests } from './scale/seed-requests.mjs';

/**
 * Pages, searches, enquiries and pending lists at several sizes, a whole listing as a file, a bulk change, and decisions
 * beside the database's own commits. One MariaDB (durable) and one Redis; each size has a database prefix and a product
 * process of its own, and measurements go round the sizes, so that a drift of the machine falls on all alike.
 *   npm run scale -- --sizes 1000,100000,1000000 --out scale.json
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,100000,1000000' },
    rounds: { type: 'string', default: '5' },
    calls: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '16' },
    only: { type: 'string', default: 'reads,export,bulk,decisions' },
    out: { type: 'string' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const wanted = new Set(values.only.split(','));
const logger = createLogger({ level: 'warn', part: 'bench' });

async function seed(databaseUrl, size) {
  const tables = (name, rows, migrations) => openDatabase({ url: databaseUrl, name, rows, migrations, logger });
  const identity = await tables('identity', identityRows, identityMigrations);
  const approvals = await tables('approvals', approvalsRows, approvalsMigrations);
  const authentication = await tables('authentication', authenticationRows, authenticationMigrations);
  const prefix = new URL(databaseUrl).pathname.slice(1);
  const { hostname, port, username } = new URL(databaseUrl);
  const connection = await createConnection({ host: hostname, port: Number(port), user: username });
  const on = (part) => async (statement) => {
    await connection.query(`USE ${prefix}_${part}`);
    await connection.query(statement);
  };
  await identity.transaction(async (tx) => {
    await setPhase(tx, 'PARALLEL', new Date());
    // Held open, so that the measurement does not wait for a working day in Hong Kong.
    for (let day = -1; day <= 8; day++) {
      const date = new Date(Date.now() + day * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
      await addCalendarOverride(
        tx,
        { date, window: { opensAt: '00:00', closesAt: '24:00' }, reason: 'measurement' },
        new Date(),
      );
    }
  });
  const { staff, house } = await seedProfiles({ sql: on('identity'), identity, count: size });
  const bulk = await seedOneParticipant({ sql: on('identity'), identity, code: 'ZBULK', users: 2_000 });
  const queue = await seedOneParticipant({ sql: on('identity'), identity, code: 'ZQUEUE', users: 5_000 });
  await seedRequests({ sql: on('approvals'), identityDatabase: `${prefix}_identity`, maker: staff[0] });
  for (const [part, tables] of [
    ['identity', 'user_profile, clearing_participant'],
    ['approvals', 'change_request, open_target'],
  ])
    await on(part)(`ANALYZE TABLE ${tables}`);
  await Promise.all([identity.close(), approvals.close(), connection.end()]);
  /** Signs everybody in: done when all sizes stand, since a session idles out after a quarter of an hour. */
  const signIn = async () => {
    const people = [...staff, bulk.maker, bulk.checker, queue.maker, queue.checker];
    const tokens = await openSessions(authentication, people, 'DMS');
    const houseTokens = await openSessions(authentication, [house], 'CONSOLE');
    await authentication.close();
    return { tokens, houseToken: houseTokens.get(house.userId) };
  };
  return { staff, bulk, queue, databaseUrl, signIn };
}

/** Fills faster at the price of what a crash would lose; undone before anything is measured. */
const FILLING = ['innodb_flush_log_at_trx_commit = 0', 'innodb_log_file_size = 2147483648'];
const MEASURING = ['innodb_flush_log_at_trx_commit = 1'];

const folder = await mkdtemp(join(tmpdir(), 'countersign-scale-'));
const mariaDb = await startMariaDb({ own: true });
const redis = await startRedis({ own: true });
const worlds = [];
const results = { machine: { cores: cpus().length, model: cpus()[0]?.model, node: process.version } };
try {
  const { hostname, port, username } = new URL(mariaDb.url);
  const connection = await createConnection({ host: hostname, port: Number(port), user: username });
  const set = async (settings) => {
    for (const setting of settings) await connection.query(`SET GLOBAL ${setting}`);
  };
  await set(['innodb_buffer_pool_size = 4294967296', ...FILLING]);
  const seeded = [];
  for (const size of sizes) {
    const databaseUrl = mariaDb.url.replace(/[^/]+$/, `s${randomBytes(4).toString('hex')}`);
    const began = performance.now();
    seeded.push({ size, ...(await seed(databaseUrl, size)) });
    console.log(`${size} profiles stand after ${Math.round((performance.now() - began) / 1_000)} s`);
  }
  await set(MEASURING);
  await connection.end();
  for (const { signIn, databaseUrl, ...world } of seeded) {
    const signedIn = await signIn();
    const redisUrl = `${redis.url.replace(/\/\d*$/, '')}/${worlds.length}`;
    worlds.push({ ...world, ...signedIn, product: await startProduct({ databaseUrl, redisUrl, folder }) });
  }
  const largest = worlds.at(-1);
  const measured = async (name, work) => {
    if (!wanted.has(name)) return;
    results[name] = await work();
    (Array.isArray(results[name]) ? console.table : console.dir)(results[name]);
  };
  // First, while the step-up of a checker's session is fresh: it is good for five minutes.
  await measured('bulk', () => measureBulk(largest));
  await measured('decisions', () =>
    measureDecisions(largest, {
      connections: Number(values.connections),
      seconds: Number(values.seconds),
      databaseUrl: mariaDb.url,
      processes: { product: largest.product.pid, database: mariaDb.pid, redis: redis.pid },
    }),
  );
  await measured('reads', () =>
    measureReads(worlds, {
      rounds: Number(values.rounds),
      calls: Number(values.calls),
      databaseUrl: mariaDb.url,
    }),
  );
  await measured('export', () => measureExport(largest));
  if (values.out) await writeFile(values.out, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await Promise.allSettled(worlds.map(({ product }) => product.stop()));
  await redis.stop();
  await mariaDb.stop();
  await rm(folder, { recursive: true, force: true });
}
