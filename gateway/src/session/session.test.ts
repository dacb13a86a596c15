import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DependencyUnavailable } from '@countersign/platform';
import { accountTokenOf, openDoor, sessionOf, tokenOf } from '../testing/open-door.ts';

let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());
beforeEach(() => {
  door.seen.principals.length = 0;
});

const cookie = (token: string) => ({ cookie: `other=1; __Host-countersign=${token}; more=2` });
const CLEARED = '__Host-countersign=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0';

describe('a session', () => {
  it.each([
    ['cookie', cookie(tokenOf('U7'))],
    ['bearer', { authorization: `Bearer ${tokenOf('U7')}` }],
    ['both, equal', { ...cookie(tokenOf('U7')), authorization: `bearer ${tokenOf('U7')}` }],
  ])('is found by %s', async (_, headers) => {
    const answer = await door.ask('{ whoAmI }', undefined, headers);
    expect(answer.json).toEqual({ data: { whoAmI: 'U7' } });
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it("is nobody's when cookie and bearer differ", async () => {
    const answer = await door.ask('{ whoAmI }', undefined, {
      ...cookie(tokenOf('U7')),
      authorization: `Bearer ${tokenOf('U8')}`,
    });
    expect([answer.status, answer.codes]).toEqual([400, ['AMBIGUOUS_CREDENTIALS']]);
    expect(door.seen.principals).toEqual([]);
  });

  it.each(['unknown-token-unknown', 'no token!', 'x'])(
    'that is not there leaves the caller anonymous and clears the cookie (%s)',
    async (token) => {
      const answer = await door.ask('{ whoAmI viewer { userId } }', undefined, cookie(token));
      expect(answer.json).toEqual({ data: { whoAmI: 'anonymous', viewer: null } });
      expect(answer.headers.get('set-cookie')).toBe(CLEARED);
    },
  );

  it('whose token a newer one just took the place of opens nothing, and the newer cookie is left in the browser (S1)', async () => {
    const renewed = await openDoor({
      sessions: (token, use) => Promise.resolve(use === 'WATCH' ? sessionOf(token) : null),
    });
    const answer = await renewed.ask('{ whoAmI }', undefined, cookie(tokenOf('U7')));
    await renewed.close();
    expect(answer.json).toEqual({ data: { whoAmI: 'anonymous' } });
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('that cannot be looked up lets nobody pass', async () => {
    const blind = await openDoor({
      sessions: () => Promise.reject(new DependencyUnavailable('authentication', new Error('10.0.0.9'))),
    });
    const answer = await blind.ask('{ whoAmI }', undefined, cookie(tokenOf('U7')));
    expect([answer.status, answer.codes]).toEqual([503, ['DEPENDENCY_UNAVAILABLE']]);
    expect(answer.text).not.toContain('10.0.0.9');
    expect(blind.seen.executions).toBe(0);
    await blind.close();
  });

  it('that opens puts its token into the cookie and nowhere else', async () => {
    const answer = await door.ask('mutation { answerWithTotp(code: "000001") { ... on SignedIn { home } } }');
    expect(answer.headers.get('set-cookie')).toBe(
      '__Host-countersign=fresh-token-fresh-token; Path=/; HttpOnly; SameSite=Strict; Secure',
    );
    expect(answer.json).toEqual({ data: { answerWithTotp: { home: '/dms' } } });
    expect(door.lines.join('')).not.toContain('fresh-token');
  });

  it('that ends clears the cookie', async () => {
    const answer = await door.ask('mutation { logOut }', undefined, cookie(tokenOf('U7')));
    expect(answer.headers.get('set-cookie')).toBe(CLEARED);
  });

  it('has no insecure cookie in production', async () => {
    await expect(openDoor({ settings: { production: true, cookieSecure: false } })).rejects.toThrow('Secure');
  });
});

describe('a service account', () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('is found by its bearer token, as an account and not as a person', async () => {
    const answer = await door.ask('{ whoAmI viewer { userId } }', undefined, bearer(accountTokenOf('REPORTING')));
    expect(answer.json).toEqual({ data: { whoAmI: 'account', viewer: null } });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(door.seen.principals).toContainEqual({
      kind: 'account',
      source: expect.objectContaining({ address: '127.0.0.1' }),
      accountId: 'A-REPORTING',
      name: 'REPORTING',
      scopes: ['REPORTS'],
    });
  });

  it('is looked up by the address the door saw, and no header moves it', async () => {
    const asked: string[] = [];
    const watched = await openDoor({
      accounts: (_, address) => {
        asked.push(address);
        return Promise.resolve(null);
      },
    });
    const spoofed = Object.fromEntries(ADDRESS_SPOOFS.map((header) => [header, '203.0.113.9']));
    const answer = await watched.ask('{ whoAmI }', undefined, { ...spoofed, ...bearer(accountTokenOf('REPORTING')) });
    expect([answer.data, asked]).toEqual([{ whoAmI: 'anonymous' }, ['127.0.0.1']]);
    await watched.close();
  });

  it.each([
    accountTokenOf('unknown'),
    'csa_',
    `csa_${'A'.repeat(42)}`,
    `csa_${'A'.repeat(44)}`,
    `csa_${'A'.repeat(42)}.`,
  ])('that does not exist leaves the caller anonymous (%s)', async (token) => {
    const answer = await door.ask('{ whoAmI }', undefined, bearer(token));
    expect([answer.status, answer.json]).toEqual([200, { data: { whoAmI: 'anonymous' } }]);
  });

  it('is never known by a cookie', async () => {
    const token = accountTokenOf('REPORTING');
    const alone = await door.ask('{ whoAmI }', undefined, cookie(token));
    expect([alone.data, alone.headers.get('set-cookie')]).toEqual([{ whoAmI: 'anonymous' }, CLEARED]);
    const beside = await door.ask('{ whoAmI }', undefined, { ...cookie(tokenOf('U7')), ...bearer(token) });
    expect(beside.codes).toEqual(['AMBIGUOUS_CREDENTIALS']);
  });

  it('that cannot be looked up lets nobody pass', async () => {
    const blind = await openDoor({ accounts: () => Promise.reject(new DependencyUnavailable('identity')) });
    const answer = await blind.ask('{ whoAmI }', undefined, bearer(accountTokenOf('REPORTING')));
    expect([answer.status, answer.codes, blind.seen.executions]).toEqual([503, ['DEPENDENCY_UNAVAILABLE'], 0]);
    await blind.close();
  });
});

const SPOOFS = [
  'x-user-id',
  'x-participant',
  'x-forwarded-user',
  'x-remote-user',
  'remote-user',
  'x-session-id',
  'x-principal',
  'x-countersign-assertion',
  'x-countersign-principal',
  'x-auth-request-user',
  'x-roles',
  'x-authenticated-userid',
];
const ADDRESS_SPOOFS = [
  'x-forwarded-for',
  'x-real-ip',
  'forwarded',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'x-cluster-client-ip',
  'x-forwarded',
  'x-originating-ip',
  'x-remote-addr',
];

describe('a client header', () => {
  it.each(SPOOFS)('%s names nobody (G5)', async (header) => {
    for (const value of ['U1', '{"kind":"service","service":"gateway"}', 'HKABC1X1; role=admin']) {
      const answer = await door.ask('{ whoAmI }', undefined, { [header]: value });
      expect(answer.data).toEqual({ whoAmI: 'anonymous' });
    }
  });

  it.each(ADDRESS_SPOOFS)('%s does not move the caller (G5)', async (header) => {
    for (const value of ['203.0.113.9', 'for=203.0.113.9'])
      await door.ask('{ source }', undefined, { [header]: value });
    expect(door.seen.principals.map(({ source }) => source.address)).toEqual(['127.0.0.1', '127.0.0.1']);
  });

  it('x-forwarded-for is believed of a configured proxy, up to the first hop that is none', async () => {
    const behind = await openDoor({ settings: { trustedProxies: ['127.0.0.1', '10.0.0.0/8'] } });
    await behind.ask('{ source }', undefined, { 'x-forwarded-for': '198.51.100.1, 203.0.113.9, 10.0.0.7' });
    expect(behind.seen.principals[0]?.source.address).toBe('203.0.113.9');
    await behind.close();
  });

  it.each(['garbage', 'x'.repeat(9_000), "1.1.1.1' OR 1=1", '999.1.1.1', '\u00e9', ',,,'])(
    'x-forwarded-for %# that is no address leaves the caller at the proxy, even when the proxy passed it on',
    async (value) => {
      const behind = await openDoor({ settings: { trustedProxies: ['127.0.0.1'] } });
      await behind.ask('{ source }', undefined, { 'x-forwarded-for': value });
      expect(behind.seen.principals[0]?.source.address).toBe('127.0.0.1');
      await behind.close();
    },
  );

  it('x-request-id is ours alone, and a long user agent is cut', async () => {
    const answer = await door.ask('{ source }', undefined, { 'x-request-id': 'mine', 'user-agent': 'a'.repeat(1_000) });
    const source = JSON.parse(String(answer.data['source'])) as { requestId: string; userAgent: string };
    expect(source.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(source.requestId).toBe(answer.headers.get('x-request-id'));
    expect(source.userAgent).toHaveLength(256);
  });
});

describe('two users', () => {
  it('asking the same at the same time never share a reply (G9)', async () => {
    const asked = Array.from({ length: 500 }, async (_, index) => {
      const user = `U${index % 2}`;
      const query = 'query Same { whoAmI viewer { userId locked openChangeRequest { id } } }';
      const { data } = await door.ask(
        query,
        undefined,
        index % 3 === 0 ? cookie(tokenOf(user)) : { authorization: `Bearer ${tokenOf(user)}` },
      );
      return (
        data['whoAmI'] === user &&
        JSON.stringify(data['viewer']) ===
          JSON.stringify({ userId: user, locked: user === 'U1', openChangeRequest: { id: `R-${user}` } })
      );
    });
    expect((await Promise.all(asked)).filter((own) => !own)).toEqual([]);
  });

  it('get the answer of their own variables, also when the plan is still being made (G9)', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `V${index}`);
    const answers = await Promise.all(
      ids.map((id) => door.ask('query Fresh($id: ID!) { profile(userId: $id) { userId email locked } }', { id })),
    );
    expect(answers.map(({ data }) => (data['profile'] as { userId: string }).userId)).toEqual(ids);
  });
});
