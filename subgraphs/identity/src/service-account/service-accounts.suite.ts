import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Principal, query, sha256 } from '@countersign/platform';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';

const PROPOSE = `query($a: ID!, $i: JSON!) { proposeChange(kind: "SERVICE_ACCOUNT_CHANGE", actorUuid: $a, input: $i) {
  proposal { targetUuid targetKey subject before after payload version warnings } refusal { code field } } }`;
const APPLY = `mutation($i: ApplyChangeInput!) { applyChange(input: $i) { outcome refusal { code } } }`;
const ISSUE = `mutation($n: ID!) { issueServiceAccountToken(name: $n) { __typename ... on ServiceAccountToken { name token formerTokenUntil } ... on ChangeRefused { code field } } }`;
const RESOLVE = `query($d: String!, $a: String!) { serviceAccount(tokenDigest: $d, address: $a) { accountId name scopes } }`;
const ACCOUNTS = `{ serviceAccounts { name scopes addresses expiresOn enabled issueArmed formerTokenUntil lastUsedAt version } }`;
const TERMS = { scopes: ['REPORTS', 'AUDIT'], addresses: ['203.0.113.0/24', '2001:db8::5'], expiresOn: '2027-06-30' };
const HERE = '203.0.113.9';

/** Service accounts on either engine (issue 3.5). */
export function serviceAccountsSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  let number = 0;
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.clock.set(MONDAY));

  const propose = async (input: Record<string, unknown>, maker = 'HKEXOP01') => {
    const { data } = await scene.service('approvals', PROPOSE, {
      a: await scene.uuid(maker),
      i: { reason: 'for the test', ...input },
    });
    return data['proposeChange'] as unknown as {
      proposal: { targetUuid: string; payload: unknown; version: number; after: unknown; subject: string } | null;
      refusal: { code: string; field: string | null } | null;
    };
  };
  const decide = async (proposal: { targetUuid: string; payload: unknown; version: number }) => {
    number += 1;
    const { targetUuid, payload, version } = proposal;
    const { data } = await scene.service('approvals', APPLY, {
      i: {
        requestId: `request-${number}`,
        kind: 'SERVICE_ACCOUNT_CHANGE',
        makerUuid: await scene.uuid('HKEXOP01'),
        checkerUuid: await scene.uuid('HKEXAP01'),
        targetUuid,
        payload,
        version,
        decidedAt: scene.clock.now().toISOString(),
      },
    });
    return (data['applyChange'] as unknown as { outcome: string }).outcome;
  };
  const change = async (input: Record<string, unknown>) => {
    const { proposal, refusal } = await propose(input);
    expect(refusal).toBeNull();
    return decide(proposal!);
  };
  const issue = async (name: string, who = 'HKEXOP01') =>
    (await scene.as(who, ISSUE, { n: name })).data['issueServiceAccountToken'] as unknown as {
      __typename: string;
      token: string;
      code: string;
      formerTokenUntil: string | null;
    };
  const resolve = async (token: string, address = HERE) =>
    (await scene.service('gateway', RESOLVE, { d: sha256(token), a: address })).data['serviceAccount'] as unknown as {
      accountId: string;
      name: string;
      scopes: string[];
    } | null;
  const account = async (name: string, terms: Record<string, unknown> = TERMS) => {
    expect(await change({ name, action: 'CREATE', ...terms })).toBe('APPLIED');
    return (await issue(name)).token;
  };

  describe('a service account', () => {
    it('is created by two of the house, and then one token is shown, once, to an operator', async () => {
      const { proposal } = await propose({ name: 'reporting-1', action: 'CREATE', ...TERMS });
      expect(proposal).toMatchObject({
        subject: 'Service account REPORTING-1',
        after: { ...TERMS, reason: 'for the test' },
      });
      expect((await issue('REPORTING-1')).code).toBe('ACCOUNT_UNKNOWN');
      expect(await decide(proposal!)).toBe('APPLIED');
      for (const who of ['HKEXAP01', 'HKEXRR01', 'HKABC1X1'])
        expect((await issue('REPORTING-1', who)).code).toBe('NOT_PERMITTED');
      const { token, formerTokenUntil } = await issue('REPORTING-1');
      expect([token, formerTokenUntil]).toEqual([expect.stringMatching(/^csa_[\w-]{43}$/), null]);
      for (const name of ['REPORTING-1', ' reporting-1 ']) expect((await issue(name)).code).toBe('TOKEN_NOT_ARMED');
      expect(await resolve(token)).toEqual({
        accountId: expect.any(String),
        name: 'REPORTING-1',
        scopes: TERMS.scopes,
      });
    });

    it('of 16 issues at once shows exactly one token', async () => {
      await change({ name: 'RACE', action: 'CREATE', ...TERMS });
      const answers = await Promise.all(Array.from({ length: 16 }, () => issue('RACE')));
      expect(answers.filter(({ __typename }) => __typename === 'ServiceAccountToken')).toHaveLength(1);
    });

    it('keeps its token as a digest alone: the tables, the audit and the list know no token', async () => {
      const token = await account('DIGEST');
      const rows = await scene.database.read((tx) => query(tx, 'SELECT * FROM service_account'));
      const list = await scene.as('HKEXAP01', ACCOUNTS);
      expect(JSON.stringify(rows)).toContain(sha256(token));
      expect(JSON.stringify([rows, await scene.audit(), list])).not.toContain(token.slice(4));
      expect(JSON.stringify(list)).not.toContain(sha256(token));
      expect(list.codes).toEqual([]);
      for (const who of ['HKEXRR01', 'HKABC1X1'])
        expect((await scene.as(who, ACCOUNTS)).codes).toEqual(['NOT_PERMITTED']);
    });

    it('opens from its own addresses alone, whatever form they come in', async () => {
      const token = await account('PLACES');
      const from = async (address: string) => (await resolve(token, address)) !== null;
      for (const address of [
        '203.0.113.0',
        '203.0.113.255',
        '::ffff:203.0.113.7',
        '2001:db8::5',
        '2001:DB8:0:0:0:0:0:5',
      ])
        expect([address, await from(address)]).toEqual([address, true]);
      for (const address of [
        '203.0.112.255',
        '203.0.114.0',
        '2001:db8::6',
        '::1',
        '',
        'unknown',
        '203.0.113.9, 10.0.0.1',
        '203.0.113.9/24',
      ])
        expect([address, await from(address)]).toEqual([address, false]);
    });

    it('keeps the former token for 24 hours after a rotation, and no longer', async () => {
      const first = await account('TURN');
      expect(await change({ name: 'TURN', action: 'ROTATE' })).toBe('APPLIED');
      expect((await propose({ name: 'TURN', action: 'ROTATE' })).refusal?.code).toBe('NO_CHANGE');
      const { token: second, formerTokenUntil } = await issue('TURN');
      expect(formerTokenUntil).toBe('2026-11-24T02:00:00.000Z');
      scene.clock.set(new Date(Date.parse('2026-11-24T02:00:00.000Z') - 1));
      expect([(await resolve(first)) !== null, (await resolve(second)) !== null]).toEqual([true, true]);
      scene.clock.advance(1);
      expect([await resolve(first), (await resolve(second)) !== null]).toEqual([null, true]);
    });

    it('is dead at once when disabled, both tokens, also for a file that is under way', async () => {
      const first = await account('ENDED');
      const { accountId } = (await resolve(first))!;
      await change({ name: 'ENDED', action: 'ROTATE' });
      const { token: second } = await issue('ENDED');
      const principal: Principal = {
        kind: 'account',
        source: { address: HERE, userAgent: 'test', requestId: 'r' },
        accountId,
        name: 'ENDED',
        scopes: ['REPORTS'],
      };
      const page = () =>
        scene.identity.execute(
          { query: '{ identityExportPage(report: "accessReview", args: {}, size: 2) }' },
          principal,
        );
      expect((await page()).errors).toBeUndefined();
      await change({ name: 'ENDED', action: 'DISABLE' });
      expect([await resolve(first), await resolve(second)]).toEqual([null, null]);
      expect((await page()).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
      expect((await issue('ENDED')).code).toBe('TOKEN_NOT_ARMED');
      expect((await propose({ name: 'ENDED', action: 'ROTATE' })).refusal?.code).toBe('NO_CHANGE');
      expect((await propose({ name: 'ENDED', action: 'CREATE', ...TERMS })).refusal?.code).toBe('ACCOUNT_NAME_TAKEN');
    });

    it('ends with its last day in Hong Kong', async () => {
      const token = await account('SHORT', { ...TERMS, expiresOn: '2026-11-24' });
      scene.clock.set(new Date('2026-11-24T23:59:59.999+08:00'));
      expect(await resolve(token)).not.toBeNull();
      scene.clock.advance(1);
      expect(await resolve(token)).toBeNull();
    });

    it('reads reports as a report reader does, by the scope that is stored and not the one that was', async () => {
      const token = await account('READER');
      const { accountId, scopes } = (await resolve(token))!;
      const principal = {
        kind: 'account',
        source: { address: HERE, userAgent: 'test', requestId: 'r' },
        accountId,
        name: 'READER',
        scopes,
      } as Principal;
      const read = async (name: string, args: string) => {
        const { data, errors } = await scene.identity.execute(
          { query: `{ reports { ${name}(${args}) { rows { values } } } }` },
          principal,
        );
        const page = (
          data?.['reports'] as Record<string, { rows: { values: Record<string, unknown> }[] } | null> | null
        )?.[name];
        return { rows: page?.rows ?? [], code: errors?.[0]?.extensions['code'] };
      };
      const { rows } = await read('accessReview', 'first: 100');
      expect(rows.length).toBeGreaterThan(5);
      expect(rows.filter(({ values }) => values['email'] !== null)).toEqual([]);
      expect((await read('srnListing', 'participant: "ABC"')).rows).toHaveLength(1);
      expect((await scene.audit()).at(-1)).toMatchObject({ action: 'report.read', actor: 'account:READER' });
      await change({ name: 'READER', action: 'CHANGE', scopes: ['AUDIT'] });
      expect((await read('accessReview', 'first: 1')).code).toBe('UNAUTHENTICATED');
      const other = await scene.identity.execute({ query: '{ userProfiles { nodes { userId } } }' }, principal);
      expect(other.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    });

    it('notes its use and a refused address at most once in ten minutes', async () => {
      const token = await account('COARSE');
      const audited = async () => (await scene.audit()).filter(({ actor }) => actor === 'account:COARSE');
      for (let each = 0; each < 3; each++) {
        await resolve(token);
        await resolve(token, '198.51.100.1');
      }
      expect((await audited()).map(({ outcome, code }) => [outcome, code])).toEqual([
        ['SUCCESS', null],
        ['REFUSED', 'ADDRESS_NOT_ALLOWED'],
      ]);
      scene.clock.advance(600_001);
      await resolve(token);
      expect(await audited()).toHaveLength(3);
    });

    it('takes a change of its terms that another change made stale no more', async () => {
      await account('STALE');
      const { proposal } = await propose({ name: 'STALE', action: 'CHANGE', expiresOn: '2027-01-31' });
      expect(await change({ name: 'STALE', action: 'CHANGE', addresses: ['198.51.100.1'] })).toBe('APPLIED');
      expect(await decide(proposal!)).toBe('STALE');
    });

    it.each([
      [{ name: 'X', action: 'CREATE', ...TERMS }, 'INVALID_INPUT'],
      [{ name: 'GOOD', action: 'GRANT', ...TERMS }, 'INVALID_OPTION'],
      [{ name: 'GOOD', action: 'CREATE', scopes: ['REPORTS'], addresses: ['10.0.0.1'] }, 'INVALID_INPUT'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, scopes: ['REPORTS', 'EVERYTHING'] }, 'INVALID_INPUT'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, scopes: [] }, 'INVALID_INPUT'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: [] }, 'ADDRESS_INVALID'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: ['0.0.0.0/0'] }, 'ADDRESS_INVALID'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: ['::/0'] }, 'ADDRESS_INVALID'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: ['203.0.113.0/33'] }, 'ADDRESS_INVALID'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: ['::/64'] }, 'ADDRESS_INVALID'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: ['::1/64'] }, 'ADDRESS_INVALID'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: ['::ffff:0:0/96'] }, 'ADDRESS_INVALID'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: ['0:0:0:0:0:ffff:0a00:0001'] }, 'ADDRESS_INVALID'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: ['::ffff:10.0.0.0/104'] }, 'ADDRESS_INVALID'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: ['example.org'] }, 'ADDRESS_INVALID'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, addresses: ['fe80::1%eth0'] }, 'ADDRESS_INVALID'],
      [
        { name: 'GOOD', action: 'CREATE', ...TERMS, addresses: Array.from({ length: 21 }, (_, n) => `10.0.0.${n}`) },
        'ADDRESS_INVALID',
      ],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, expiresOn: '2026-11-22' }, 'INVALID_DATE'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, expiresOn: '2028-01-01' }, 'INVALID_DATE'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, expiresOn: '2027-02-29' }, 'INVALID_DATE'],
      [{ name: 'GOOD', action: 'ROTATE' }, 'ACCOUNT_UNKNOWN'],
      [{ name: 'GOOD', action: 'DISABLE', scopes: ['AUDIT'] }, 'INVALID_INPUT'],
      [{ name: 'GOOD', action: 'CREATE', ...TERMS, token: 'csa_x' }, 'INVALID_INPUT'],
    ])('is not made of bad input %#', async (input, code) => {
      expect((await propose(input)).refusal?.code).toBe(code);
    });

    it('is not for administrators to ask for', async () => {
      expect((await propose({ name: 'GOOD', action: 'CREATE', ...TERMS }, 'HKABC1X1')).refusal?.code).toBe(
        'NOT_PERMITTED',
      );
    });

    it('is resolved for the door alone', async () => {
      expect((await scene.as('HKEXOP01', RESOLVE, { d: 'x', a: HERE })).codes).toEqual(['FORBIDDEN']);
      expect((await scene.service('approvals', RESOLVE, { d: 'x', a: HERE })).codes).toEqual(['FORBIDDEN']);
    });
  });
}
