import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Pool } from 'undici';

/** Logs people in one after another on each connection, nobody twice; prints one line of JSON. */
const { url, seconds, connections, peopleFile, from } = JSON.parse(process.argv[2]);
const people = JSON.parse(await readFile(peopleFile, 'utf8'));
const secret = Buffer.from(people.secret, 'base64');
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections, pipelining: 1 });

const BEGIN = `mutation Begin($input: BeginLoginInput!) { beginLogin(input: $input) { __typename ... on ProofsOffered { flow { id } } } }`;
const PASSWORD = `mutation Password($flowId: ID!, $password: String!) {
  answerWithPassword(flowId: $flowId, password: $password) { __typename ... on FlowRefused { code } } }`;
const CODE = `mutation Code($flowId: ID!, $code: String!) {
  answerWithTotp(flowId: $flowId, code: $code) { __typename ... on SignedIn { sessionToken } ... on FlowRefused { code } } }`;

async function ask(query, variables) {
  const response = await pool.request({
    path: pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.body.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** RFC 6238 with SHA-1, six digits and 30 s. */
function codeNow() {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 0xf) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function logIn(userId) {
  const input = { application: 'CCMS', method: 'TWO_FACTOR', userId, delivery: 'BEARER' };
  const { beginLogin } = await ask(BEGIN, { input });
  const flowId = beginLogin.flow.id;
  const { answerWithPassword } = await ask(PASSWORD, { flowId, password: people.password });
  if (answerWithPassword.__typename !== 'ProofsOffered') throw new Error(JSON.stringify(answerWithPassword));
  const { answerWithTotp } = await ask(CODE, { flowId, code: codeNow() });
  if (!answerWithTotp.sessionToken) throw new Error(JSON.stringify(answerWithTotp));
}

let next = from;
const times = [];
const failed = [];
const began = performance.now();
const until = began + seconds * 1_000;
async function worker() {
  while (performance.now() < until && next < people.userIds.length && failed.length === 0) {
    const start = performance.now();
    await logIn(people.userIds[next++]).then(
      () => times.push(performance.now() - start),
      (error) => failed.push(String(error)),
    );
  }
}
await Promise.all(Array.from({ length: connections }, worker));
const took = performance.now() - began;
await pool.close();
const sorted = times.toSorted((a, b) => a - b);
const at = (share) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
console.log(
  JSON.stringify({ perSecond: (times.length * 1_000) / took, p50: at(0.5), p99: at(0.99), begun: next - from, failed }),
);
