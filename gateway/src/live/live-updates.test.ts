import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { DependencyUnavailable } from '@countersign/platform';
import type { SessionUse } from '../session/identify.ts';
import { accountTokenOf, openDoor, sessionOf, tokenOf } from '../testing/open-door.ts';
import { openEvents } from '../../../test/support/event-stream.ts';

type Door = Awaited<ReturnType<typeof openDoor>>;

const bearer = (name = 'U7') => ({ authorization: `Bearer ${tokenOf(name)}` });
const ALL = { query: 'subscription { changeRequestUpdated { id state target { userId email } } }' };

let door: Door;
let live: ReadonlyMap<string, boolean>;
let uses: SessionUse[];
let lookupFails = false;

const changed = (requestId: string, participant: string | null = 'ABC', type = 'approvals.request-changed') =>
  door.events.publish({
    id: requestId,
    type,
    at: '2026-07-01T00:00:00.000Z',
    body: { requestId, participant, state: 'SUBMITTED' },
  });

async function open(limits: NonNullable<Parameters<typeof openDoor>[0]>['liveLimits'] = {}): Promise<void> {
  const over = new Map<string, boolean>();
  live = over;
  uses = [];
  lookupFails = false;
  door = await openDoor({
    liveLimits: { heartbeatMs: 25, ...limits },
    sessions: (token, use) => {
      uses.push(use);
      if (lookupFails) return Promise.reject(new DependencyUnavailable('authentication'));
      return Promise.resolve(over.get(token) === true ? null : sessionOf(token));
    },
  });
}
const end = (name: string) => (live as Map<string, boolean>).set(tokenOf(name), true);

describe('live updates', () => {
  beforeEach(() => open());
  afterEach(() => door.close());

  it('send what changed as its viewer can read it, federated fields included', async () => {
    const events = await openEvents(door.url, ALL, bearer());
    expect(events.answer.statusCode).toBe(200);
    expect(events.answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    await changed('R1');
    await events.until('an event came', () => events.came.some(({ event }) => event === 'next'));
    const [next] = events.came.filter(({ event }) => event === 'next');
    expect(JSON.parse(next?.data ?? '')).toEqual({
      data: {
        changeRequestUpdated: {
          id: 'R1',
          state: 'SUBMITTED',
          target: { userId: 'T-R1', email: 'T-R1@example.org' },
        },
      },
    });
    events.hangUp();
  });

  it('speak GraphQL over SSE to its own client, by cookie, with alias, variables and fragments', async () => {
    const client = createClient({
      url: `${door.url}/graphql`,
      headers: { cookie: `__Host-countersign=${tokenOf('U7')}` },
      retryAttempts: 0,
    });
    const results: unknown[] = [];
    const query = `subscription Watch($only: ID, $more: Boolean!) { mine: changeRequestUpdated(id: $only) { ...Short @include(if: $more) id } }
      fragment Short on ChangeRequest { state }`;
    const updates = client.iterate({ query, variables: { only: 'R2', more: true } });
    const first = updates.next();
    const ask = setInterval(() => void Promise.all([changed('R1'), changed('R2')]), 10);
    results.push((await first).value);
    clearInterval(ask);
    await updates.return?.();
    client.dispose();
    expect(results).toEqual([{ data: { mine: { id: 'R2', state: 'SUBMITTED' } } }]);
  });

  it('send nothing of what the viewer may not see, and nothing of other events', async () => {
    const events = await openEvents(door.url, ALL, bearer());
    await changed('FOREIGN-1');
    await changed('R2', 'XYZ');
    await changed('R3', 'ABC', 'approvals.something-else');
    await changed('R4');
    await events.until('the last came', () => events.came.some(({ event }) => event === 'next'));
    const ids = events.came.filter(({ event }) => event === 'next').map(({ data }) => JSON.parse(data).data);
    expect(ids).toMatchObject([{ changeRequestUpdated: { id: 'R4' } }]);
    expect(door.seen.principals.filter(({ kind }) => kind !== 'session')).toEqual([]);
    events.hangUp();
  });

  it('keep the connection open with comments, and count as no sign of life of the session (S5)', async () => {
    const events = await openEvents(door.url, ALL, bearer());
    await events.until('three heartbeats came', () => events.came.length > 3);
    expect(new Set(events.came.map(({ event }) => event))).toEqual(new Set([':']));
    expect(uses[0]).toBe('REQUEST');
    expect(new Set(uses.slice(1))).toEqual(new Set(['WATCH']));
    events.hangUp();
  });

  it('are completed at the next heartbeat when the session is over (S3)', async () => {
    const events = await openEvents(door.url, ALL, bearer());
    end('U7');
    expect(await events.ended).toEqual({ whole: true });
    expect(events.came.at(-1)?.event).toBe('complete');
  });

  it('are completed, and say nothing more, at the first event after the session is over (S3)', async () => {
    await door.close();
    await open({ heartbeatMs: 60_000 });
    const events = await openEvents(door.url, ALL, bearer());
    end('U7');
    await changed('R1');
    expect(await events.ended).toEqual({ whole: true });
    expect(events.came.map(({ event }) => event)).toEqual([':', 'complete']);
  });

  it('are broken off when it cannot be known whether the session lives, or what there is to see', async () => {
    const unanswered = await openEvents(door.url, ALL, bearer());
    await changed('AWAY');
    expect(await unanswered.ended).toEqual({ whole: false });
    const unknown = await openEvents(door.url, ALL, bearer());
    lookupFails = true;
    expect(await unknown.ended).toEqual({ whole: false });
    for (const { came } of [unanswered, unknown]) expect(came.map(({ event }) => event)).not.toContain('complete');
  });

  it('leave nothing behind when the client hangs up', async () => {
    const before = await openEvents(door.url, ALL, bearer());
    before.hangUp();
    const streams = [];
    for (let count = 0; count < 6; count++) streams.push(await openEvents(door.url, ALL, bearer()));
    expect(streams.map(({ answer }) => answer.statusCode)).toEqual([200, 200, 200, 200, 200, 200]);
    for (const each of streams) each.hangUp();
  });

  it('are bounded per session and in all', async () => {
    await door.close();
    await open({ perSession: 2, inAll: 3 });
    const streams = [];
    for (const name of ['U1', 'U1', 'U1', 'U2', 'U3']) streams.push(await openEvents(door.url, ALL, bearer(name)));
    expect(streams.map(({ answer }) => answer.statusCode)).toEqual([200, 200, 429, 200, 429]);
    for (const each of streams) each.hangUp();
  });

  it('ask once for what changed often while the client was slow, and give up a client that takes nothing', async () => {
    await door.close();
    await open({ waiting: 5, heartbeatMs: 60_000 });
    const events = await openEvents(door.url, ALL, bearer());
    const asked = door.seen.executions;
    for (let count = 0; count < 100; count++) void changed('R1');
    await events.until('it came', () => events.came.some(({ event }) => event === 'next'));
    expect(door.seen.executions - asked).toBeLessThan(20);
    for (let count = 0; count < 10; count++) void changed(`M${count}`);
    expect(await events.ended).toEqual({ whole: false });
  });

  it('give up a client that reads nothing for two heartbeats', async () => {
    await door.close();
    await open({ waiting: 1_000_000 });
    const events = await openEvents(door.url, ALL, bearer(), { paused: true });
    const answered = () => door.lines.filter((line) => line.includes('"path":"/graphql"'));
    for (let count = 0; answered().length === 0 && count < 1_000; count++) {
      await changed(`BIG${count}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(answered()).toHaveLength(1);
    events.answer.resume();
    expect(await events.ended).toEqual({ whole: false });
    expect(answered()[0]).toContain('given up');
  });

  it('are completed when the door closes, which takes no new ones', async () => {
    const events = await openEvents(door.url, ALL, bearer());
    await door.close();
    expect(await events.ended).toEqual({ whole: true });
    expect(events.came.at(-1)?.event).toBe('complete');
    await open();
  });
});

describe('a subscription', () => {
  beforeEach(() => open());
  afterEach(() => door.close());
  const ask = (body: object, headers: Record<string, string> = bearer()) =>
    door.send(JSON.stringify(body), { accept: 'text/event-stream', ...headers });

  it('needs a live session: nobody, a dead session and a service account are told so', async () => {
    const answers = [
      await ask(ALL, {}),
      await ask(ALL, { cookie: '__Host-countersign=unknown-token-unknown' }),
      await ask(ALL, { authorization: `Bearer ${accountTokenOf('REPORTING')}` }),
    ];
    expect(answers.map(({ status, codes }) => [status, codes[0]])).toEqual([
      [401, 'UNAUTHENTICATED'],
      [401, 'UNAUTHENTICATED'],
      [403, 'FORBIDDEN'],
    ]);
    expect(answers[1]?.headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it('needs to be asked for as a stream of events', async () => {
    for (const accept of ['application/json', '*/*', ''])
      expect(await ask(ALL, { ...bearer(), accept })).toMatchObject({ status: 406, codes: ['EVENT_STREAM_REQUIRED'] });
  });

  it.each([
    ['ONE_LIVE_FIELD', { query: 'subscription { a: changeRequestUpdated { id } changeRequestUpdated { id } }' }],
    ['ONE_LIVE_FIELD', { query: 'subscription { ...F } fragment F on Subscription { changeRequestUpdated { id } }' }],
    ['ONE_LIVE_FIELD', { query: 'subscription { otherUpdated { id } }' }],
    ['GRAPHQL_VALIDATION_FAILED', { query: 'subscription { __typename }' }],
    ['GRAPHQL_VALIDATION_FAILED', { query: 'subscription { changeRequestUpdatd { id } }' }],
    ['GRAPHQL_VALIDATION_FAILED', { query: 'subscription { changeRequestUpdated { _entities } }' }],
    [
      'BAD_USER_INPUT',
      { query: 'subscription ($x: ID) { changeRequestUpdated(id: $x) { id } }', variables: { x: {} } },
    ],
    ['GRAPHQL_VALIDATION_FAILED', { query: 'subscription { changeRequestUpdated { target { openChangeRequest } } }' }],
    ['ALIAS_REFUSED', { query: 'subscription { __proto__: changeRequestUpdated { id } }' }],
    ['DOCUMENT_TOO_LARGE', { query: `subscription { changeRequestUpdated { ${'id '.repeat(1_000)} } }` }],
    [
      'DOCUMENT_TOO_DEEP',
      {
        query: `subscription { changeRequestUpdated ${'{ target { openChangeRequest '.repeat(8)} { id } ${'} }'.repeat(8)} }`,
      },
    ],
  ])('is held to the limits of any operation (%s %#)', async (code, body) => {
    const { status, codes, text } = await ask(body);
    expect([status, codes]).toEqual([400, [code]]);
    expect(text).not.toMatch(/Did you mean|\bat .+:\d+:\d+/);
    expect(door.seen.executions).toBe(0);
  });
});
