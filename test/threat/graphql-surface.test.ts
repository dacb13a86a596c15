import { beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { accountOf } from '../support/account.ts';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { useStack } from '../support/every-shape.ts';
import { flowId } from '../support/flow-steps.ts';
import { arrive, choosePassword, enterPassword, PASSWORD, type Person, registerDevice } from '../support/person.ts';
import { viewerId } from '../support/profiles.ts';
import { atOnce } from '../support/same-instant.ts';

describe('the GraphQL surface', () => {
  const stack = useStack({ shape: 'four-process' });
  const json = { 'content-type': 'application/json' };
  let cast: Cast;
  let client: ApiClient;
  let victim: Person;
  let flow: string;
  beforeAll(async () => {
    cast = await openCast(stack());
    client = stack().client();
    victim = cast.user();
    await choosePassword(stack(), victim, PASSWORD);
    await registerDevice(stack(), victim, 'CCMS');
    flow = flowId(await enterPassword(client, victim, 'CCMS'));
  }, 60_000);

  const guess = (index: number) =>
    `a${index}: answerWithTotp(flowId: "${flow}", code: "${String(index).padStart(6, '0')}") { __typename }`;
  const guesses = (count: number) => Array.from({ length: count }, (_, index) => guess(index)).join(' ');
  const failures = async () => (await accountOf(stack(), victim)).failures;

  it('G1: 10,000 aliased logins in one document are refused before anything is compared', async () => {
    const before = await failures();
    const huge = await client.raw({
      headers: json,
      body: JSON.stringify({ query: `mutation { ${guesses(10_000)} }` }),
    });
    expect(huge).toMatchObject({ status: 413, code: 'REQUEST_TOO_LARGE' });
    const many = await client.send(`mutation { ${guesses(500)} }`);
    expect(many).toMatchObject({ status: 400, code: 'DOCUMENT_TOO_LARGE' });
    expect(await failures()).toBe(before);
  });

  it('G2: as many aliased answers as fit, two of them, or two by way of fragments: refused, none counted', async () => {
    const before = await failures();
    const second = `... on Mutation { ${guess(1)} }`;
    const documents = [
      `mutation { ${guesses(71)} }`,
      `mutation { ${guesses(15)} }`,
      `mutation { ${guesses(2)} }`,
      `mutation { ${guess(0)} ${second} }`,
      `mutation { ...F ${guess(0)} } fragment F on Mutation { ${guess(1)} }`,
      `mutation { ...F ...G } fragment F on Mutation { ${guess(0)} } fragment G on Mutation { ${guess(1)} }`,
      `mutation { ${guess(0)} logOut }`,
      `mutation { ${guess(0)} @include(if: true) ${guess(1)} @skip(if: true) }`,
    ];
    for (const query of documents) {
      const answer = await client.send(query);
      expect(answer.status).toBe(400);
      expect([
        'ONE_PROOF_PER_OPERATION',
        'TOO_MANY_ROOT_FIELDS',
        'DOCUMENT_TOO_LARGE',
        'GRAPHQL_PARSE_FAILED',
      ]).toContain(answer.code);
    }
    expect(await failures()).toBe(before);
  });

  it('G3: array batches, several operations, GET, other verbs, text and multipart never reach a resolver', async () => {
    const before = await failures();
    const query = `mutation { ${guess(0)} }`;
    const refused = [
      client.raw({ headers: json, body: JSON.stringify([{ query }, { query }]) }),
      client.send(`mutation A { ${guess(0)} } mutation B { ${guess(1)} }`),
      client.raw({
        headers: json,
        body: JSON.stringify({ query: `mutation A { ${guess(0)} } mutation B { ${guess(1)} }`, operationName: 'A' }),
      }),
      client.raw({ method: 'GET', path: `/graphql?query=${encodeURIComponent(query)}` }),
      client.raw({ method: 'GET', path: `/graphql?query=${encodeURIComponent(query)}`, headers: json }),
      client.raw({
        method: 'GET',
        path: `/graphql?query=${encodeURIComponent(query)}`,
        headers: { 'content-type': 'text/plain' },
      }),
      client.raw({ method: 'PUT', headers: json, body: JSON.stringify({ query }) }),
      client.raw({ method: 'PATCH', headers: json, body: JSON.stringify({ query }) }),
      client.raw({ method: 'DELETE', headers: json, body: JSON.stringify({ query }) }),
      client.raw({ headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query }) }),
      client.raw({
        headers: { 'content-type': 'application/json; charset=utf-7' },
        body: `[${JSON.stringify({ query })}]`,
      }),
      client.raw({ headers: { 'content-type': 'application/graphql' }, body: query }),
      client.raw({
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body: `--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query })}\r\n--b--`,
      }),
      client.raw({ headers: { ...json, 'sec-fetch-site': 'cross-site' }, body: JSON.stringify({ query }) }),
      client.raw({ path: '/graphql/batch', headers: json, body: JSON.stringify({ query }) }),
      client.raw({ path: '/v1/graphql', headers: json, body: JSON.stringify({ query }) }),
      client.raw({ headers: { ...json, 'x-http-method-override': 'GET' }, body: '' }),
    ];
    for (const answer of await Promise.all(refused)) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.code).toMatch(/^[A-Z_]+$/);
    }
    expect(await failures()).toBe(before);
  });

  it('G4: a subgraph answers 401 to whoever is not the door, `_service` and `_entities` included', async () => {
    const bodies = [
      '{ _service { sdl } }',
      '{ _entities(representations: [{ __typename: "UserProfile", userId: "HKABC1X1" }]) { __typename } }',
      '{ viewer { userId } }',
      '{ __schema { types { name } } }',
      '{ phase }',
      'mutation { logOut }',
    ];
    const headers: readonly Record<string, string>[] = [
      {},
      { 'x-countersign-assertion': '' },
      { 'x-countersign-assertion': 'eyJhbGciOiJub25lIn0.e30.' },
      { 'x-countersign-assertion': 'a.b.c' },
      { authorization: 'Bearer gateway' },
      { 'x-user-id': 'HKABC1X1', 'x-forwarded-for': '127.0.0.1' },
    ];
    for (const part of ['identity', 'approvals', 'authentication'] as const) {
      for (const query of bodies) {
        for (const header of headers) {
          const response = await request(`${stack().partUrl(part)}/graphql`, {
            method: 'POST',
            headers: { ...json, ...header },
            body: JSON.stringify({ query }),
          });
          const text = await response.body.text();
          expect([part, query, response.statusCode]).toEqual([part, query, 401]);
          expect(text).not.toMatch(/type |"data"/);
        }
      }
      for (const path of ['/', '/metrics', '/graphql?query={_service{sdl}}']) {
        const response = await request(`${stack().partUrl(part)}${path}`);
        await response.body.dump();
        expect([401, 404]).toContain(response.statusCode);
      }
    }
  });

  it('G5: headers that pose as a principal or a source decide nothing', async () => {
    const names = [
      'x-user-id',
      'x-userid',
      'x-user',
      'x-principal',
      'x-participant',
      'x-role',
      'x-roles',
      'x-session',
      'x-session-id',
      'x-authenticated-user',
      'x-remote-user',
      'remote-user',
      'x-countersign-assertion',
      'x-countersign-principal',
      'x-profile-uuid',
      'x-service',
      'x-auth-request-user',
    ];
    const values = ['HKABC1X1', '{"kind":"session","userId":"HKABC1X1"}', 'service:gateway'];
    for (const name of names) {
      for (const value of values) {
        const answer = await client.raw({
          headers: { ...json, [name]: value },
          body: JSON.stringify({ query: '{ viewer { userId } migration { phase } }' }),
        });
        expect([name, answer.data['viewer'] ?? null]).toEqual([name, null]);
      }
    }
    const before = stack().clock.now();
    const limited: string[] = [];
    for (let attempt = 0; attempt < 26; attempt += 1) {
      const spoofed = {
        ...json,
        'x-forwarded-for': `203.0.113.${attempt}`,
        forwarded: `for=203.0.113.${attempt}`,
        'x-real-ip': `203.0.113.${attempt}`,
        'true-client-ip': `203.0.113.${attempt}`,
      };
      const other = client.at('127.0.3.9');
      const begun = await other.raw({
        headers: spoofed,
        body: JSON.stringify({
          // Another user each time: only the source is the same.
          query: `mutation { beginLogin(input: { application: CCMS, method: TWO_FACTOR, userId: "HKABC4Q${String.fromCharCode(65 + attempt)}", delivery: BEARER }) { ... on ProofsOffered { flow { id } } ... on FlowRefused { code } } }`,
        }),
      });
      const id = (begun.data['beginLogin'] as { flow?: { id: string } } | undefined)?.flow?.id ?? '';
      const answered = await other.raw({
        headers: spoofed,
        body: JSON.stringify({
          query: `mutation { answerWithPassword(flowId: "${id}", password: "guess number ${attempt}") { ... on FlowRefused { code } } }`,
        }),
      });
      limited.push((answered.data['answerWithPassword'] as { code?: string } | undefined)?.code ?? '');
    }
    expect(stack().clock.now().getTime() - before.getTime()).toBeLessThan(60_000);
    expect(limited.at(-1)).toBe('TOO_MANY_ATTEMPTS');
  });

  it('G7: aliases that reach for a prototype pollute nothing', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype', '__typename', '__defineGetter__']) {
      const answer = await client.send(`{ ${name}: viewer { userId } }`);
      expect([name, answer.status]).toEqual([name, 400]);
    }
    const variables = await client.raw({
      headers: json,
      body: '{"query":"{ viewer { userId } }","variables":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}',
    });
    expect([200, 400]).toContain(variables.status);
    const after = await client.send('{ viewer { userId } }');
    expect(after.text).not.toContain('polluted');
    expect(after.status).toBe(200);
  });

  it("G9: two users' identical concurrent queries never share a reply", async () => {
    const people = [cast.user(), cast.user(), cast.user(), cast.user()];
    const sessions: ApiClient[] = [];
    for (const who of people) sessions.push(await arrive(stack(), who, 'CCMS'));
    const seen = await atOnce(2_000, async (index) => ({
      expected: people[index % 4]?.userId,
      found: await viewerId(sessions[index % 4] ?? client),
    }));
    expect(seen.filter(({ expected, found }) => expected !== found)).toEqual([]);
  });
});
