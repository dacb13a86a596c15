import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Principal, execute, insert } from '@countersign/platform';
import { type House, openHouse, start } from './house.ts';

const day = 86_400_000;
const uuidOf = (number: number) => `018f0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const source = { address: '203.0.113.7', userAgent: 'test', requestId: 'r' };

interface Page {
  readonly columns: readonly { readonly key: string }[];
  readonly rows: readonly { readonly values: Readonly<Record<string, unknown>> }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const profile = (number: number, change: Readonly<Record<string, unknown>> = {}) => ({
  uuid: uuidOf(number),
  userId: `HKABC${100 + number}`,
  participant: 'ABC',
  type: 'USER',
  status: 'ENABLED',
  usable: true,
  surname: 'NG',
  otherNames: `No ${number}`,
  email: `ng${number}@abc.example`,
  emailShared: false,
  emailForeign: false,
  cardHeld: false,
  createdAt: start.getTime() - 10 * day,
  ...change,
});

const people = [
  profile(1, { status: 'DISABLED', usable: false }),
  profile(2, { usable: false, cardHeld: true }),
  profile(3),
  profile(4, { email: null }),
  profile(5, { emailShared: true }),
  profile(6, { emailForeign: true, createdAt: start.getTime() - 60 * day }),
  profile(7, { createdAt: start.getTime() - 60 * day + 1 }),
];

/** What the reports of accounts show, to whom, on every engine (R3, R6, R7, R8). */
export function reportsSuite(stores: () => { readonly url?: string }): void {
  describe('reports of accounts', () => {
    let house: House;
    let reader: Principal;
    beforeAll(async () => {
      house = await openHouse(stores());
      reader = house.session({ id: 's', userId: 'HKABC1X1', profileUuid: uuidOf(99), methods: ['password', 'totp'] });
      house.identity.state.profiles = people;
      const accounts = [
        {
          profile_uuid: uuidOf(3),
          locked_at: start.getTime(),
          lock_reason: 'SECOND_FACTOR_FAILURES',
          otp_channel: 'APP',
        },
        { profile_uuid: uuidOf(4), stranger_failures: 5 },
        { profile_uuid: uuidOf(5), stranger_failures: 4, otp_channel: 'EMAIL', verified_email: 'ng5@abc.example' },
        { profile_uuid: uuidOf(6), verified_email: 'former@abc.example', password_changed_at: 1, stranger_failures: 5 },
        { profile_uuid: uuidOf(7), password_changed_at: 1, factors_reset_at: 2, verified_email: 'ng7@abc.example' },
      ];
      await house.database.transaction(async (tx) => {
        for (const account of accounts) await insert(tx, 'account', account);
        await execute(tx, 'UPDATE account SET last_login_at = ?, last_login_method = ? WHERE profile_uuid = ?', [
          start.getTime() - 90 * day,
          'TWO_FACTOR',
          uuidOf(5),
        ]);
      });
    });
    afterAll(() => house.close());

    const ask = async (query: string, variables: Readonly<Record<string, unknown>> = {}, principal = reader) => {
      const result = await house.subgraph.execute({ query, variables }, principal);
      return {
        data: JSON.parse(JSON.stringify(result.data ?? null)) as Record<string, unknown>,
        codes: (result.errors ?? []).map((error) => error.extensions?.['code']),
      };
    };
    const read = async (report: string, args = '', principal?: Principal) => {
      const { data } = await ask(
        `{ reports { ${report}(first: 100${args}) { columns { key } rows { values } pageInfo { hasNextPage endCursor } } } }`,
        {},
        principal,
      );
      return (data['reports'] as Record<string, Page>)[report] as Page;
    };
    const cells = (page: Page, ...keys: readonly string[]) =>
      page.rows.map(({ values }) => [values['userId'], ...keys.map((key) => values[key])]);

    it('R3 names who cannot sign in, and why', async () => {
      expect(cells(await read('disabledAndLocked'), 'obstacles', 'lockReason')).toEqual([
        ['HKABC101', 'DISABLED', null],
        ['HKABC102', 'OUT_OF_DATES', null],
        ['HKABC103', 'LOCKED', 'SECOND_FACTOR_FAILURES'],
        ['HKABC104', 'RESETS_REFUSED', 'RESETS_FROM_UNKNOWN_SOURCES'],
      ]);
    });

    it('R6 tells of each address whether it is there, proven, shared and the firm’s own', async () => {
      expect(cells(await read('emailRegistration'), 'registration', 'shared', 'nonCorporate').slice(3)).toEqual([
        ['HKABC104', 'MISSING', false, false],
        ['HKABC105', 'VERIFIED', true, false],
        ['HKABC106', 'UNVERIFIED', false, true],
        ['HKABC107', 'VERIFIED', false, false],
      ]);
      const problems = cells(await read('emailRegistration', ', problemsOnly: true')).map(([userId]) => userId);
      expect(problems).not.toContain('HKABC107');
      expect(problems).toContain('HKABC105');
    });

    it('R7 tells the farthest step, and a reset password is none (W17)', async () => {
      expect(cells(await read('migrationStatus'), 'stage')).toEqual([
        ['HKABC101', 'NEVER_LOGGED_IN'],
        ['HKABC102', 'SMARTCARD_ONLY'],
        ['HKABC103', 'APP'],
        ['HKABC104', 'NEVER_LOGGED_IN'],
        ['HKABC105', 'EMAIL'],
        ['HKABC106', 'PASSWORD_SET'],
        ['HKABC107', 'NEVER_LOGGED_IN'],
      ]);
      expect(cells(await read('migrationStatus', ', stage: "APP"'))).toEqual([['HKABC103']]);
      expect((await ask('{ reports { migrationStatus(stage: "SOON") { title } } }')).codes).toEqual(['INVALID_OPTION']);
    });

    it('R8 begins at 60 days to the millisecond, counted from the creation where there was no login (D2)', async () => {
      expect(cells(await read('inactiveUsers'), 'daysInactive')).toEqual([
        ['HKABC105', 90],
        ['HKABC106', 60],
      ]);
      expect(cells(await read('inactiveUsers', ', days: 90'))).toEqual([['HKABC105']]);
      expect((await ask('{ reports { inactiveUsers(days: 0) { title } } }')).codes).toEqual(['INVALID_INPUT']);
    });

    it('are read page by page, each line once and in order, also where few of many are kept', async () => {
      house.identity.state.profiles = Array.from({ length: 2_500 }, (_, at) =>
        profile(1_000 + at, { userId: `HKABC${1_000 + at}`, status: at % 400 === 0 ? 'DISABLED' : 'ENABLED' }),
      );
      const seen: unknown[] = [];
      let after: string | null = null;
      do {
        const { data } = await ask(
          `query($after: String) { reports { disabledAndLocked(first: 2, after: $after) { rows { values }
            pageInfo { hasNextPage endCursor } } } }`,
          { after },
        );
        const page: Page = (data['reports'] as { disabledAndLocked: Page }).disabledAndLocked;
        seen.push(...page.rows.map(({ values }) => values['userId']));
        expect(page.rows.length).toBeLessThanOrEqual(2);
        after = page.pageInfo.endCursor;
      } while (after !== null);
      house.identity.state.profiles = people;
      expect(seen).toEqual([1_000, 1_400, 1_800, 2_200, 2_600, 3_000, 3_400].map((number) => `HKABC${number}`));
    });

    it('hide addresses from whoever may not see them, also in a file', async () => {
      house.identity.state.personal = false;
      const page = await read('emailRegistration');
      const file = await ask(
        `{ authenticationExportPage(report: "emailRegistration", args: {}, size: 5000) }`,
        {},
        { kind: 'account', source, accountId: 'a1', name: 'BI', scopes: ['REPORTS'] },
      );
      house.identity.state.personal = true;
      expect(page.rows.every(({ values }) => values['email'] === null)).toBe(true);
      expect(JSON.stringify([page, file.data])).not.toContain('@');
      expect(house.identity.asked.findLast(({ name }) => name === 'ProfilePage')?.variables).toMatchObject({
        accountId: 'a1',
        profileUuid: null,
        report: 'emailRegistration',
      });
    });

    it('are refused as Identity refuses, with its code, and every reading and refusal is audited', async () => {
      house.identity.state.pageRefusal = { code: 'NOT_PERMITTED', message: 'no', field: null, nextOpening: null };
      const refused = await ask('{ reports { migrationStatus { title } } }');
      house.identity.state.pageRefusal = null;
      expect(refused.codes).toEqual(['NOT_PERMITTED']);
      const audited = await house.rows<{ action: string; target: string; outcome: string; code: string | null }>(
        `SELECT action, target, outcome, code FROM audit_entry WHERE action LIKE 'report.%' ORDER BY seq`,
      );
      expect(audited.at(-1)).toEqual({
        action: 'report.read',
        target: 'migrationStatus',
        outcome: 'REFUSED',
        code: 'NOT_PERMITTED',
      });
      expect(audited.filter(({ outcome }) => outcome === 'SUCCESS').length).toBeGreaterThan(5);
      expect((await ask('{ reports { migrationStatus { title } } }', {}, house.anonymous())).codes).toEqual([
        'UNAUTHENTICATED',
      ]);
    });
  });
}
