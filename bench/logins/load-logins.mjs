import { readFile } from 'node:fs/promises';
import { codeNow } from './code-now.mjs';
import { keepAlive } from './keep-alive.mjs';
import { runLogins } from './run-logins.mjs';

/** Completes logins at the product's door by password and TOTP, nobody twice; prints one line of JSON. */
const { url, seconds, connections, peopleFile, from } = JSON.parse(process.argv[2]);
const people = JSON.parse(await readFile(peopleFile, 'utf8'));
const secret = Buffer.from(people.secret, 'base64');
const { hostname, port, pathname } = new URL(url);

const BEGIN = `mutation Begin($input: BeginLoginInput!) { beginLogin(input: $input) { __typename ... on ProofsOffered { flow { id } } } }`;
const PASSWORD = `mutation Password($flowId: ID!, $password: String!) {
  answerWithPassword(flowId: $flowId, password: $password) { __typename ... on FlowRefused { code } } }`;
const CODE = `mutation Code($flowId: ID!, $code: String!) {
  answerWithTotp(flowId: $flowId, code: $code) { __typename ... on SignedIn { sessionToken } ... on FlowRefused { code } } }`;

async function ask(connection, query, variables) {
  const { data, errors } = JSON.parse((await connection.post(pathname, { query, variables })).body);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

async function logIn(connection, number) {
  const input = { application: 'CCMS', method: 'TWO_FACTOR', userId: people.userIds[number], delivery: 'BEARER' };
  const { beginLogin } = await ask(connection, BEGIN, { input });
  const flowId = beginLogin.flow.id;
  const { answerWithPassword } = await ask(connection, PASSWORD, { flowId, password: people.password });
  if (answerWithPassword.__typename !== 'ProofsOffered') throw new Error(JSON.stringify(answerWithPassword));
  const { answerWithTotp } = await ask(connection, CODE, { flowId, code: codeNow(secret) });
  if (!answerWithTotp.sessionToken) throw new Error(JSON.stringify(answerWithTotp));
}

const connect = () => keepAlive({ hostname, port });
const count = people.userIds.length;
console.log(JSON.stringify(await runLogins({ seconds, connections, from, count, connect, logIn })));
