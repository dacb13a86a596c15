import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';

/** Logs people in one after another on each connection, nobody twice; prints one line of JSON. */
const { url, seconds, connections, peopleFile, from } = JSON.parse(process.argv[2]);
const people = JSON.parse(await readFile(peopleFile, 'utf8'));
const secret = Buffer.from(people.secret, 'base64');
const { hostname, port, pathname } = new URL(url);

const BEGIN = `mutation Begin($input: BeginLoginInput!) { beginLogin(input: $input) { __typename ... on ProofsOffered { flow { id } } } }`;
const PASSWORD = `mutation Password($flowId: ID!, $password: String!) {
  answerWithPassword(flowId: $flowId, password: $password) { __typename ... on FlowRefused { code } } }`;
const CODE = `mutation Code($flowId: ID!, $code: String!) {
  answerWithTotp(flowId: $flowId, code: $code) { __typename ... on SignedIn { sessionToken } ... on FlowRefused { code } } }`;

/** One keep-alive connection, spoken to without an HTTP library: the load shares the processors with what it measures. */
function connect() {
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true });
  let received = '';
  let answered;
  socket.setEncoding('latin1');
  socket.on('error', (error) => answered?.reject(error));
  socket.on('data', (chunk) => {
    received += chunk;
    const head = received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(received.slice(0, head))?.[1]);
    if (received.length < head + 4 + length) return;
    const body = Buffer.from(received.slice(head + 4), 'latin1').toString('utf8');
    received = '';
    answered.resolve(body);
  });
  const ask = async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    const text = await new Promise((resolve, reject) => {
      answered = { resolve, reject };
      socket.write(
        `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
    const { data, errors } = JSON.parse(text);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return { ask, close: () => socket.destroy() };
}

/** RFC 6238 with SHA-1, six digits and 30 s. */
function codeNow() {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 0xf) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function logIn(ask, userId) {
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
const used = process.cpuUsage();
const began = performance.now();
const until = began + seconds * 1_000;
async function worker() {
  const { ask, close } = connect();
  while (performance.now() < until && next < people.userIds.length && failed.length === 0) {
    const start = performance.now();
    await logIn(ask, people.userIds[next++]).then(
      () => times.push(performance.now() - start),
      (error) => failed.push(String(error)),
    );
  }
  close();
}
await Promise.all(Array.from({ length: connections }, worker));
const took = performance.now() - began;
const { user, system } = process.cpuUsage(used);
const sorted = times.toSorted((a, b) => a - b);
const at = (share) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
console.log(
  JSON.stringify({
    perSecond: (times.length * 1_000) / took,
    took: took / 1_000,
    processorMs: (user + system) / 1_000,
    p50: at(0.5),
    p99: at(0.99),
    begun: next - from,
    failed,
  }),
);
