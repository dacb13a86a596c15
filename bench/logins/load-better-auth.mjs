import { readFile } from 'node:fs/promises';
import { codeNow } from './code-now.mjs';
import { keepAlive } from './keep-alive.mjs';
import { runLogins } from './run-logins.mjs';

/** Completes logins at better-auth by password and TOTP, nobody twice; prints one line of JSON. */
const { url, seconds, connections, peopleFile, from } = JSON.parse(process.argv[2]);
const people = JSON.parse(await readFile(peopleFile, 'utf8'));
const secret = Buffer.from(people.secret, 'base64');
const { hostname, port, origin } = new URL(url);

const cookiesOf = (head) => [...head.matchAll(/^set-cookie: ([^;\r\n]+)/gim)].map((match) => match[1]).join('; ');

async function logIn(connection, number) {
  const credentials = { email: people.emails[number], password: people.password };
  const asked = await connection.post('/api/auth/sign-in/email', credentials, `origin: ${origin}\r\n`);
  if (!asked.body.includes('twoFactorRedirect')) throw new Error(asked.body);
  const headers = `origin: ${origin}\r\ncookie: ${cookiesOf(asked.head)}\r\n`;
  const code = codeNow(secret);
  const done = await connection.post('/api/auth/two-factor/verify-totp', { code }, headers);
  if (done.status !== 200 || !/session_token=/.test(done.head)) throw new Error(`${done.status} ${done.body}`);
}

const connect = () => keepAlive({ hostname, port });
const count = people.emails.length;
console.log(JSON.stringify(await runLogins({ seconds, connections, from, count, connect, logIn })));
