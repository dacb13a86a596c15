import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AdjustableClock, DependencyUnavailable, type ServiceAccountPrincipal } from '@countersign/platform';
import { openDoor, tokenOf } from '../testing/open-door.ts';
import type { TokenDesk, TokenQuestion } from './token-desk.ts';

const FORM = 'application/x-www-form-urlencoded';
const clock = new AdjustableClock(new Date('2026-11-23T02:00:00.000Z'));
const jwks = { keys: [{ kty: 'EC', crv: 'P-256', kid: 'one' }] };
const bearer = (name: string) => ({ authorization: `Bearer csa_${name.padEnd(43, '0')}` });

describe('the door and tokens', () => {
  let door: Awaited<ReturnType<typeof openDoor>>;
  const asked: { question: TokenQuestion; account: ServiceAccountPrincipal }[] = [];
  const lookedUp: string[] = [];
  let askedForKeys = 0;
  let published: Awaited<ReturnType<TokenDesk['keys']>> = { issuer: 'https://dms.example', jwks };
  let outOfReach = false;

  beforeAll(async () => {
    door = await openDoor({
      clock,
      introspectionLimits: { perAccount: 12, strangersPerAddress: 15 },
      tokens: {
        keys: async () => {
          askedForKeys += 1;
          if (outOfReach) throw new DependencyUnavailable('authentication', new Error('10.0.0.9'));
          return published;
        },
        introspect: async (question, account) => {
          asked.push({ question, account });
          return question.token === 'good' ? { sub: 'HKABC101', sid: 's' } : null;
        },
      },
      accounts: async (token) => {
        const name = /^csa_([A-Z]+)0+$/.exec(token)?.[1] ?? '';
        lookedUp.push(name);
        if (name !== 'BACKEND' && name !== 'READER') return null;
        return { accountId: name, name, scopes: name === 'BACKEND' ? ['INTROSPECTION'] : ['REPORTS'] };
      },
    });
  });
  afterAll(() => door.close());
  beforeEach(() => {
    clock.advance(60_000);
    asked.length = 0;
    lookedUp.length = 0;
  });

  const introspect = (body: string, headers: Record<string, string> = bearer('BACKEND'), method = 'POST') =>
    door.send(body, { 'content-type': FORM, ...headers }, method, '/introspect');
  const fetched = (path: string) => door.send('', {}, 'GET', path);

  it('publish the keys for everybody, to be kept for five minutes', async () => {
    const answer = await fetched('/.well-known/jwks.json');
    expect([answer.status, answer.json]).toEqual([200, jwks]);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    const { json } = await fetched('/.well-known/oauth-authorization-server');
    expect(json).toEqual({
      issuer: 'https://dms.example',
      jwks_uri: 'https://dms.example/.well-known/jwks.json',
      introspection_endpoint: 'https://dms.example/introspect',
      response_types_supported: [],
      grant_types_supported: [],
    });
  });

  it('ask for the keys once a minute however many fetch them, and again after a failure', async () => {
    clock.advance(60_000);
    askedForKeys = 0;
    await Promise.all(Array.from({ length: 20 }, () => fetched('/.well-known/jwks.json')));
    expect(askedForKeys).toBe(1);
    outOfReach = true;
    clock.advance(60_000);
    const failed = await fetched('/.well-known/jwks.json');
    expect([failed.status, failed.codes, failed.headers.get('cache-control')]).toEqual([
      503,
      ['DEPENDENCY_UNAVAILABLE'],
      'no-store',
    ]);
    outOfReach = false;
    expect((await fetched('/.well-known/jwks.json')).status).toBe(200);
  });

  it('publish nothing where no login tokens are issued', async () => {
    const before = published;
    published = null;
    clock.advance(60_000);
    for (const path of ['/.well-known/jwks.json', '/.well-known/oauth-authorization-server'])
      expect((await fetched(path)).codes).toEqual(['NOT_FOUND']);
    published = before;
  });

  it('tell a service account of that scope of a living session, as itself, and keep nothing', async () => {
    const answer = await introspect('token=good&token_type_hint=access_token&user_active=true');
    expect([answer.status, answer.json]).toEqual([200, { active: true, sub: 'HKABC101', sid: 's' }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(asked).toEqual([
      {
        question: { token: 'good', isUserActive: true },
        account: expect.objectContaining({ kind: 'account', accountId: 'BACKEND', scopes: ['INTROSPECTION'] }),
      },
    ]);
    expect(door.lines.join('')).not.toContain('good');
  });

  it('answer all else alike', async () => {
    for (const token of ['bad', 'x'.repeat(5_000), '%00', 'good%20', 'null'])
      expect((await introspect(`token=${token}`)).text).toBe('{"active":false}');
    expect(asked.every(({ question }) => !question.isUserActive && question.token.length <= 4_096)).toBe(true);
  });

  it.each(['', 'token=', 'other=good', 'token=good&token=bad', '{"token":"good"}'])(
    'do not guess which token is meant by "%s"',
    async (body) => {
      const answer = await introspect(body);
      expect([answer.status, answer.codes, asked]).toEqual([400, ['BAD_REQUEST'], []]);
    },
  );

  it.each([
    ['nobody', {}, 401, 'UNAUTHENTICATED'],
    ['an account that is none', bearer('NOBODY'), 401, 'UNAUTHENTICATED'],
    ['a person', { authorization: `Bearer ${tokenOf('U7')}` }, 401, 'UNAUTHENTICATED'],
    ['a browser', { cookie: `__Host-countersign=${tokenOf('U7')}` }, 401, 'UNAUTHENTICATED'],
    ['Basic', { authorization: `Basic ${btoa('a:b')}` }, 401, 'UNAUTHENTICATED'],
    ['an account of another scope', bearer('READER'), 403, 'FORBIDDEN'],
  ])('tell %s nothing', async (_who, headers, status, code) => {
    const answer = await introspect('token=good', headers);
    expect([answer.status, answer.codes, asked]).toEqual([status, [code], []]);
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
  });

  it('read a form by POST and nothing else, and a form nowhere else', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await introspect('{"token":"good"}', { ...bearer('BACKEND'), ...json })).status).toBe(415);
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await introspect('token=good', bearer('BACKEND'), method)).status).toBe(405);
    expect((await door.send('query={viewer}', { 'content-type': FORM })).status).toBe(415);
    const long = await introspect(`token=good&more=${'x'.repeat(9_000)}`);
    expect([long.status, long.codes, long.text]).toEqual([
      413,
      ['REQUEST_TOO_LARGE'],
      expect.stringContaining('8 KiB'),
    ]);
    expect(asked).toEqual([]);
  });

  it('look no more strangers of one address up than a limit, and let them in again a minute later', async () => {
    for (let each = 0; each < 15; each += 1) await introspect('token=good', bearer('NOBODY'));
    lookedUp.length = 0;
    const answer = await introspect('token=good', bearer('NOBODY'));
    expect([answer.status, answer.codes, answer.headers.get('retry-after')]).toEqual([
      429,
      ['TOO_MANY_INTROSPECTIONS'],
      '60',
    ]);
    expect(lookedUp).toEqual([]);
    clock.advance(60_000);
    expect((await introspect('token=good')).status).toBe(200);
  });

  it('let one account ask so often in a minute, and take nothing from another by it', async () => {
    const statuses: number[] = [];
    for (let each = 0; each < 14; each += 1) statuses.push((await introspect('token=good')).status);
    expect(statuses).toEqual([...Array.from({ length: 12 }, () => 200), 429, 429]);
    expect(asked).toHaveLength(12);
    expect((await introspect('token=good', bearer('READER'))).status).toBe(403);
    clock.advance(60_000);
    expect((await introspect('token=good')).status).toBe(200);
  });
});
