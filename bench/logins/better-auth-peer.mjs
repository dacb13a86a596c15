import { createServer } from 'node:http';
import { hash, verify } from '@node-rs/argon2';
import * as argon2 from 'argon2';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { twoFactor } from 'better-auth/plugins';
import { createPool } from 'mysql2/promise';

/**
 * better-auth with its own two-factor plugin on the given MySQL: password by argon2id with the product's parameters, TOTP,
 * sessions in the database. Rate limits are off, cookies are not cached, telemetry is off. Says `ready` on its standard output.
 */
const { port, databaseUrl, pepper, hasher, count, password, peopleFile } = JSON.parse(process.argv[2]);
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, secret: Buffer.from(pepper, 'base64') };
const hashers = {
  '@node-rs/argon2': {
    hash: (text) => hash(text, parameters),
    verify: ({ hash: phc, password: text }) => verify(phc, text, parameters),
  },
  argon2: {
    hash: (text) => argon2.hash(text, parameters),
    verify: ({ hash: phc, password: text }) => argon2.verify(phc, text, { secret: parameters.secret }),
  },
};

const pool = createPool({ uri: databaseUrl, connectionLimit: 16 });
const origin = `http://127.0.0.1:${port}`;
const auth = betterAuth({
  baseURL: origin,
  secret: pepper,
  database: pool,
  emailAndPassword: { enabled: true, password: hashers[hasher] },
  plugins: [twoFactor({ issuer: 'CCMS' })],
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
});

await (await getMigrations(auth.options)).runMigrations();
await seed();
const server = createServer(toNodeHandler(auth));
server.listen(port, '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => pool.end().then(() => process.exit(0)));
});

/** Enrols one person by the API; the others get copies of the rows that this left. */
async function seed() {
  const { writeFile } = await import('node:fs/promises');
  const first = await auth.api.signUpEmail({
    body: { email: 'p0@example.org', password, name: 'CHAN' },
    returnHeaders: true,
  });
  const cookie = first.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const enabled = await auth.api.enableTwoFactor({ body: { password }, headers: new Headers({ cookie }) });
  const secret = new URL(enabled.totpURI).searchParams.get('secret');
  const { codeNow } = await import('./code-now.mjs');
  const bytes = fromBase32(secret);
  await auth.api.verifyTOTP({ body: { code: codeNow(bytes) }, headers: new Headers({ cookie }) });
  const emails = [];
  const rows = {};
  for (const table of ['user', 'account', 'twoFactor'])
    [[rows[table]]] = await pool.query(`SELECT * FROM \`${table}\``);
  for (let at = 1; at <= count; at += 500) {
    const ids = Array.from({ length: Math.min(500, count - at + 1) }, (_, index) => `p${at + index}`);
    emails.push(...ids.map((id) => `${id}@example.org`));
    await copies('user', ids, (row, id) => ({ ...row, id, email: `${id}@example.org` }));
    await copies('account', ids, (row, id) => ({ ...row, id: `a${id}`, accountId: id, userId: id }));
    await copies('twoFactor', ids, (row, id) => ({ ...row, id: `t${id}`, userId: id }));
  }
  await writeFile(peopleFile, JSON.stringify({ emails, password, secret: bytes.toString('base64') }));

  async function copies(table, ids, of) {
    const made = ids.map((id) => of(rows[table], id));
    const columns = Object.keys(made[0]);
    await pool.query(`INSERT INTO \`${table}\` (${columns.map((one) => `\`${one}\``).join(', ')}) VALUES ?`, [
      made.map((row) => columns.map((one) => row[one])),
    ]);
  }
}

function fromBase32(text) {
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/[01]{8}/g).map((byte) => Number.parseInt(byte, 2)));
}
