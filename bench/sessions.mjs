import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { passwordAuthenticator } from '@countersign/authenticator-password';
import { totpAuthenticator } from '@countersign/authenticator-totp';
import { authenticationMigrations, authenticationRows, createAuthentication } from '@countersign/authentication';
import {
  createIdentity,
  createParticipant,
  createProfile,
  identityMigrations,
  identityRows,
  setPhase,
} from '@countersign/identity';
import {
  createLogger,
  createSecretBox,
  inMemoryTransport,
  memoryEventBus,
  memoryVolatileStore,
  openDatabase,
  serviceClient,
  systemClock,
} from '@countersign/platform';
import { sessionLookup } from '../server/dist/compose/session-lookup.js';
import { openSessions } from './scale/open-sessions.mjs';
import { median, timed } from './scale/timed.mjs';

/**
 * What the door pays to know whose session a token is: the look-up as the door makes it, through both subgraphs in one
 * process, on the embedded database. Every look-up reads the session and the person's standing anew; nothing is kept.
 *   npm run sessions -- --rounds 5 --calls 4000 --out sessions.json
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    calls: { type: 'string', default: '4000' },
    people: { type: 'string', default: '1000' },
    database: { type: 'string' },
    out: { type: 'string' },
  },
});
const [rounds, calls, people] = [values.rounds, values.calls, values.people].map(Number);
const folder = await mkdtemp(join(tmpdir(), 'countersign-sessions-'));
const logger = createLogger({ level: 'silent', part: 'bench' });
const url = values.database ?? `sqlite:${folder}`;
const open = (name, rows, migrations) => openDatabase({ url, name, rows, migrations, logger });
const identityTables = await open('identity', identityRows, identityMigrations);
const tables = await open('authentication', authenticationRows, authenticationMigrations);
const bus = memoryEventBus({ logger });
const volatile = memoryVolatileStore({ clock: systemClock });
const identity = createIdentity({ database: identityTables, clock: systemClock, bus, logger });
const mailer = { send: async () => undefined, ping: async () => undefined, close: async () => undefined };
const authentication = createAuthentication({
  ...{ database: tables, volatile, mailer, clock: systemClock, bus, logger },
  secrets: createSecretBox(new Uint8Array(32).fill(7)),
  identity: serviceClient({ transport: inMemoryTransport(identity), service: 'authentication' }),
  plugins: [passwordAuthenticator(), totpAuthenticator()],
  site: { origins: ['http://localhost:4000'] },
});

async function seed() {
  const at = new Date();
  const profiles = await identityTables.transaction(async (tx) => {
    await setPhase(tx, 'PARALLEL', at);
    const made = [];
    for (let place = 0; place < people; place++) {
      const code = `Q${Math.floor(place / 500)
        .toString(36)
        .toUpperCase()
        .padStart(3, '0')}`;
      if (place % 500 === 0) await createParticipant(tx, { code, name: code, clearingHouse: 'HKCC' }, at);
      const userId = `HK${code}1${(place % 500).toString(36).toUpperCase().padStart(2, '0')}`;
      const groups = ['COLLATERAL_ENQUIRY'];
      const person = { userId, type: 'USER', participant: code, surname: 'CHAN', otherNames: 'Tai Man', groups };
      made.push(await createProfile(tx, { ...person, email: `${userId.toLowerCase()}@firm.example` }, at));
    }
    return made;
  });
  return [...(await openSessions(tables, profiles, 'CCMS')).values()];
}

const look = sessionLookup(serviceClient({ transport: inMemoryTransport(authentication), service: 'gateway' }));
const percentile = (times, part) => times.toSorted((a, b) => a - b)[Math.floor(times.length * part)];
const shown = (ms) => Math.round(ms * 1_000) / 1_000;

try {
  const tokens = await seed();
  await identity.start();
  await authentication.start();
  const one = async (index) => {
    if ((await look(tokens[(index * 7_919) % tokens.length], 'REQUEST')) === null) throw new Error('Not found.');
  };
  /** Many at once: the time of each, from being asked to being answered. */
  const together = async (width) => {
    const times = [];
    for (let from = 0; from < calls; from += width)
      times.push(
        ...(await Promise.all(Array.from({ length: width }, (_, at) => timed(1, () => one(from + at))))).flat(),
      );
    return times;
  };
  await timed(calls, one);
  const alone = [];
  const wide = [];
  for (let round = 0; round < rounds; round++) {
    const times = await timed(calls, one);
    alone.push({ median: shown(median(times)), p99: shown(percentile(times, 0.99)) });
    const began = performance.now();
    const many = await together(64);
    wide.push({ median: shown(median(many)), perSecond: Math.round((calls * 1_000) / (performance.now() - began)) });
  }
  const result = {
    rounds: { alone, wide },
    oneAfterAnotherMs: { median: median(alone.map((each) => each.median)), p99: median(alone.map((each) => each.p99)) },
    sixtyFourAtOnce: {
      medianMs: median(wide.map((each) => each.median)),
      perSecond: median(wide.map((each) => each.perSecond)),
    },
  };
  console.log(JSON.stringify(result, null, 2));
  if (values.out) await writeFile(values.out, JSON.stringify(result, null, 2));
} finally {
  await authentication.stop();
  await identity.stop();
  await volatile.close();
  await tables.close();
  await identityTables.close();
  await rm(folder, { recursive: true, force: true });
}
