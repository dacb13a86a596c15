import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDoor, tokenOf } from '../testing/open-door.ts';

let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());
beforeEach(() => {
  door.seen.comparisons = 0;
  door.seen.executions = 0;
});

const aliased = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');
const totp = 'answerWithTotp(code: "0") { __typename }';

async function refused(
  code: string,
  asked: Promise<{ status: number; codes: readonly unknown[] }>,
  status = 400,
): Promise<void> {
  const answer = await asked;
  expect({ status: answer.status, codes: answer.codes }).toEqual({ status, codes: [code] });
  expect(door.seen.executions).toBe(0);
}

describe('one operation', () => {
  it('with 10,000 aliased proofs is refused, nothing compared (G1)', async () => {
    await refused('REQUEST_TOO_LARGE', door.ask(`mutation { ${aliased(10_000, totp)} }`), 413);
    await refused('DOCUMENT_TOO_LARGE', door.ask(`mutation { ${aliased(1_500, 'touch')} }`));
    expect(door.seen.comparisons).toBe(0);
  });

  it.each([2, 71])('with %s aliased proofs is refused, nothing compared (G2)', async (count) => {
    await refused('ONE_PROOF_PER_OPERATION', door.ask(`mutation { ${aliased(count, totp)} }`), 400);
  });

  it.each([
    ['in a fragment', `mutation { ...F b: ${totp} } fragment F on Mutation { a: ${totp} }`],
    ['in an inline fragment', `mutation { ... on Mutation { a: ${totp} } ... { b: ${totp} } }`],
    [
      'in one fragment spread twice',
      `mutation { ...F ...G } fragment F on Mutation { a: ${totp} } fragment G on Mutation { ...F }`,
    ],
    [
      'in nested fragments',
      `mutation { ...G touch } fragment G on Mutation { ... { ...F } } fragment F on Mutation { a: ${totp} }`,
    ],
    ['beside another proof', `mutation { ${totp} answerWithPassword(password: "p") { __typename } }`],
    ['beside a harmless field', `mutation { touch ${totp} }`],
    ['beside a skipped one', `mutation { a: ${totp} b: ${totp.replace(' {', ' @skip(if: true) {')} }`],
    ['beside a typename', `mutation { __typename ${totp} }`],
  ])('holds no other root field than its proof: %s (G2)', (_, query) =>
    refused('ONE_PROOF_PER_OPERATION', door.ask(query)),
  );

  it('may hold one proof, and several harmless mutations', async () => {
    expect((await door.ask(`mutation { ...F } fragment F on Mutation { a: ${totp} }`)).data).toEqual({
      a: { __typename: 'FlowRefused' },
    });
    expect(door.seen.comparisons).toBe(1);
    expect((await door.ask('mutation { a: touch b: touch }')).data).toEqual({ a: true, b: true });
  });

  it('has at most 20 root fields, aliases counted', async () => {
    await refused('TOO_MANY_ROOT_FIELDS', door.ask(`{ ${aliased(21, 'whoAmI')} }`));
    expect((await door.ask(`{ ${aliased(20, 'whoAmI')} }`)).status).toBe(200);
  });

  it('nests at most 12 levels', async () => {
    const nested = (levels: number) =>
      `{ profile(userId: "A") { ${'openChangeRequest { target { '.repeat((levels - 2) / 2)} name ${'} }'.repeat((levels - 2) / 2)} } }`;
    await refused('DOCUMENT_TOO_DEEP', door.ask(nested(14)));
    expect((await door.ask(nested(12))).status).toBe(200);
  });

  it('whose fragments multiply is refused before it is planned, and quickly (G6)', async () => {
    const fragments = Array.from(
      { length: 60 },
      (_, index) => `fragment f${index} on Profile { ...f${index + 1} ...f${index + 1} }`,
    ).join(' ');
    await refused(
      'DOCUMENT_TOO_COMPLEX',
      door.ask(`{ profile(userId: "A") { ...f0 } } ${fragments} fragment f60 on Profile { name }`),
    );
  });

  it('that spreads a fragment into itself is refused', () =>
    refused(
      'GRAPHQL_VALIDATION_FAILED',
      door.ask('{ profile(userId: "A") { ...F } } fragment F on Profile { name ...F }'),
    ));

  it('is the only one of its document (G3)', () =>
    refused('ONE_OPERATION_PER_DOCUMENT', door.ask(`mutation A { ${totp} } mutation B { ${totp} }`)));

  it.each(['__proto__', 'constructor', 'prototype', '__typename', '_entities', 'userId'])(
    'may not alias a field as %s (G7)',
    async (name) => {
      await refused('ALIAS_REFUSED', door.ask(`{ profile(userId: "A") { ${name}: email } }`));
      await refused('ALIAS_REFUSED', door.ask(`{ ...F } fragment F on Query { ${name}: whoAmI }`));
      expect(({} as Record<string, unknown>)['email']).toBeUndefined();
    },
  );

  it('does not hang the door: it is answered with a code when its time is up', async () => {
    const hasty = await openDoor({ settings: { requestTimeoutMs: 50 } });
    const answer = await hasty.ask('{ slow(ms: 1500) }');
    expect([answer.status, answer.codes]).toEqual([504, ['QUERY_TIMEOUT']]);
    await hasty.close();
  });
});

describe('a request', () => {
  const body = JSON.stringify({ query: `mutation { ${totp} }` });

  it('holding a JSON array is refused (G3)', () => refused('BATCHING_REFUSED', door.send(`[${body},${body}]`)));

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('by %s is refused (G3)', async (method) => {
    const answer = await door.send(body, {}, method, `/graphql?query=${encodeURIComponent(`mutation{${totp}}`)}`);
    expect([answer.status, answer.codes, answer.headers.get('allow')]).toEqual([405, ['METHOD_NOT_ALLOWED'], 'POST']);
    expect(door.seen.comparisons).toBe(0);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'text/json',
    '',
  ])('as %s is refused (G3)', (type) =>
    refused('UNSUPPORTED_MEDIA_TYPE', door.send(body, { 'content-type': type }), 415),
  );

  it('from a page of another site is refused', () =>
    refused('CROSS_SITE_REQUEST', door.send(body, { 'sec-fetch-site': 'cross-site' }), 403));

  it('that is compressed is refused', () =>
    refused('UNSUPPORTED_MEDIA_TYPE', door.send(body, { 'content-encoding': 'gzip' }), 415));

  it('in the wrong type is not repeated to the client (O19)', async () => {
    const answer = await door.ask('query($t: String!) { echo(text: $t) }', { t: 493_021 });
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors[0]?.message).toBe(
      'Variable "$t" got an invalid value; String cannot represent a non string value.',
    );
    expect((await door.ask('{ echo(text: 493021) }')).text).not.toContain('493021');
  });

  it('over 64 KiB is refused', () =>
    refused(
      'REQUEST_TOO_LARGE',
      door.send(JSON.stringify({ query: '{ whoAmI }', variables: { x: 'y'.repeat(65_536) } })),
      413,
    ));

  it('over 64 KiB is admitted for a bulk file in a variable of that name alone, and to no more than it may hold (W24)', async () => {
    const text = 'query($csv: String!) { echo(text: $csv) }';
    const file = 'EMAIL,HKABC101,a@abc.com.hk\r\n'.repeat(15_000);
    await refused(
      'REQUEST_TOO_LARGE',
      door.send(JSON.stringify({ query: text, variables: { csv: file, x: file } })),
      413,
    );
    const inText = `{ echo(text: "${'y'.repeat(66_000)}") }`;
    await refused('REQUEST_TOO_LARGE', door.send(JSON.stringify({ query: inText })), 413);
    await refused(
      'REQUEST_TOO_LARGE',
      door.send(JSON.stringify({ query: text, variables: { csv: file.repeat(2) } })),
      413,
    );
    const admitted = await door.ask(text, { csv: file });
    expect([admitted.codes, admitted.text.length > file.length]).toEqual([[], true]);
  });

  it.each([
    '{',
    '',
    '"text"',
    '{"query":"{ whoAmI }","variables":{"__proto__":{"polluted":true}}}',
    '{"query":"{a}","constructor":{"prototype":{"a":1}}}',
  ])('with the body %s is refused as bad JSON', (text) => refused('BAD_JSON', door.send(text)));

  it('without a query, or with members of the wrong kind, is told what is wrong', async () => {
    await refused('QUERY_MISSING', door.send('{"variables":{}}'));
    await refused('QUERY_MISSING', door.send('{"query":["a"]}'));
    await refused('BAD_REQUEST', door.send('{"query":"{ whoAmI }","variables":[1]}'));
    await refused('BAD_REQUEST', door.send('{"query":"{ whoAmI }","operationName":{}}'));
  });

  it('naming an operation that its document does not hold is refused', async () => {
    await refused('BAD_REQUEST', door.send('{"query":"query A { whoAmI }","operationName":"B"}'));
    expect((await door.send('{"query":"query A { whoAmI }","operationName":"A"}')).status).toBe(200);
    expect((await door.send('{"query":"query A { whoAmI }","operationName":""}')).status).toBe(200);
  });

  it('with persisted-query extensions runs its text and nothing else', async () => {
    const answer = await door.send(
      JSON.stringify({ query: '{ whoAmI }', extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }),
    );
    expect(answer.data).toEqual({ whoAmI: 'anonymous' });
  });
});

describe('an error text', () => {
  it.each([
    ['GRAPHQL_PARSE_FAILED', '{ whoAmI', 'Expected Name'],
    ['GRAPHQL_VALIDATION_FAILED', '{ whoAmi }', 'Cannot query field "whoAmi"'],
    ['ONE_LIVE_FIELD', 'subscription { a b }', 'exactly one field'],
    ['ONE_LIVE_FIELD', 'subscription { ...F } fragment F on Subscription { a }', 'exactly one field'],
  ])('says %s and what is wrong, without suggestions (G8)', async (code, query, words) => {
    const answer = await door.ask(query);
    expect([answer.status, answer.codes]).toEqual([400, [code]]);
    expect(answer.errors[0]?.message).toContain(words);
    expect(answer.text).not.toContain('Did you mean');
  });

  it('names a variable of the wrong type', async () => {
    const wrong = await door.ask('query Q($c: Colour, $r: Range) { echo(text: "", colour: $c, range: $r) }', {
      c: 'GREN',
      r: { fro: 1 },
    });
    expect(wrong.status).toBe(400);
    expect(new Set(wrong.codes)).toEqual(new Set(['BAD_USER_INPUT']));
    expect(wrong.errors[0]?.message).toContain('"$c"');
    expect(wrong.text).not.toContain('Did you mean');
    expect(door.seen.executions).toBe(0);
  });

  it('of a fault keeps its code and public details; of anything else keeps nothing', async () => {
    const closed = await door.ask('{ closed }');
    expect(closed.json).toEqual({
      data: { closed: null },
      errors: [
        {
          message: 'Closed until 07:00.',
          path: ['closed'],
          extensions: { code: 'OUTSIDE_HOURS', nextOpening: '07:00' },
        },
      ],
    });
    const leak = await door.ask('{ leak }');
    expect(leak.codes).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(leak.text).not.toMatch(/SELECT|stack|at .*\.ts/);
    expect(leak.errors[0]?.extensions['requestId']).toBe(leak.headers.get('x-request-id'));
  });

  it('of a subgraph that cannot be reached is masked, and the rest is answered', async () => {
    const half = await openDoor({
      transports: (own) => ({
        ...own,
        authentication: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.9:4003')),
      }),
    });
    const answer = await half.ask('{ profile(userId: "A") { name lastLoginAt } }');
    expect(answer.data).toEqual({ profile: { name: 'Name A', lastLoginAt: null } });
    expect(answer.codes).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(answer.text).not.toContain('10.0.0.9');
    await half.close();
  });
});

describe('the schema', () => {
  it('can be read in development, alone and without internal parts', async () => {
    const answer = await door.ask('{ __schema { queryType { fields { name } } types { name } } }');
    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(/standing|Hidden|_Entity|_service|join__|internalNote/);
    await refused('INTROSPECTION_ALONE', door.ask('{ whoAmI __schema { queryType { name } } }'));
    await refused(
      'INTROSPECTION_ALONE',
      door.ask('{ whoAmI ...F } fragment F on Query { __type(name: "Query") { name } }'),
    );
  });

  it('cannot be read in production, whose answers carry HSTS', async () => {
    const production = await openDoor({ settings: { production: true } });
    const answer = await production.ask('{ __schema { queryType { name } } }', undefined, {
      authorization: `Bearer ${tokenOf('A')}`,
    });
    expect([answer.status, answer.codes]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
    expect((await production.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
    await production.close();
  });
});

describe("a subgraph's reply", () => {
  it('with keys that could reach a prototype pollutes nothing (G7)', async () => {
    const poison = JSON.parse(
      '{"profile":{"__typename":"Profile","userId":"A","name":"n","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"__proto__":{"polluted":1}}',
    ) as Record<string, unknown>;
    const entity = JSON.parse(
      '{"_entities":[{"locked":true,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]}',
    ) as Record<string, unknown>;
    const poisoned = await openDoor({
      transports: (own) => ({
        ...own,
        identity: () => Promise.resolve({ data: poison }),
        authentication: () => Promise.resolve({ data: entity }),
      }),
    });
    const answer = await poisoned.ask('{ profile(userId: "A") { name locked } }');
    expect(answer.json).toEqual({ data: { profile: { name: 'n', locked: true } } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((Object as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
    await poisoned.close();
  });
});
