import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { insert, type Principal, query } from '@countersign/platform';
import { approvalsReports } from '../reports/approvals-reports.ts';
import type { Person } from './people-of-abc.suite.ts';
import type { World } from './world.suite.ts';

const HOUR = 3_600_000;
const source = { address: '203.0.113.7', userAgent: 'test', requestId: 'r' };
const ACCOUNT: Principal = { kind: 'account', source, accountId: 'a', name: 'REPORTING', scopes: ['REPORTS'] };

/** R5, R10, R11 and H9 on either engine (domain 6). */
export function reportsSuite(open: () => Promise<World>): void {
  let w: World;
  let reader: Person;
  let plain: Person;

  const ask = async (who: Person | Principal, text: string, variables: Record<string, unknown> = {}) => {
    const principal = 'kind' in who ? who : w.session(who);
    const { data, errors = [] } = await w.approvals.execute({ query: text, variables }, principal);
    return { data: data as Record<string, never> | null, codes: errors.map(({ extensions }) => extensions['code']) };
  };
  interface Page {
    readonly rows: { values: Record<string, unknown> }[];
    readonly pageInfo: { endCursor: string | null };
  }
  const report = async (who: Person | Principal, name: string, args = '', first = 100, after: string | null = null) => {
    const text = `query($n: Int, $a: String) { reports { ${name}(first: $n, after: $a${args && `, ${args}`}) { rows { values } pageInfo { endCursor } } } }`;
    const { data, codes } = await ask(who, text, { n: first, a: after });
    const page = ((data?.['reports'] ?? {}) as Record<string, Page | null>)[name] ?? null;
    return { codes, rows: page?.rows.map(({ values }) => values) ?? [], next: page?.pageInfo.endCursor ?? null };
  };
  const inPages = async (who: Person, name: string, size: number) => {
    const rows: Record<string, unknown>[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof report>> = await report(who, name, '', size, after);
      expect(page.rows.length).toBeLessThanOrEqual(size);
      rows.push(...page.rows);
      after = page.next;
    } while (after !== null && rows.length < 1_000);
    return rows;
  };
  let serial = 0;
  const id = () => `0190a000-0000-7000-9000-${String((serial += 1)).padStart(12, '0')}`;
  /** A request as it is stored, for kinds that the stand-in knows nothing of. */
  const stored = async (more: Record<string, string | number | null>): Promise<string> => {
    const row = {
      id: id(),
      kind: 'PROFILE_CHANGE',
      state: 'EXECUTED',
      target_uuid: w.user.uuid,
      target_user_id: w.user.userId,
      subject: w.user.userId,
      participant: 'ABC',
      maker_uuid: w.maker.uuid,
      maker_user_id: w.maker.userId,
      before_json: '{"email":null,"groups":["A","B"]}',
      after_json: '{"email":"new@abc.example","groups":[]}',
      payload_json: '{}',
      target_version: 1,
      digest: 'd',
      warnings_json: '[]',
      summary: 's',
      success_message: 's',
      submitted_at: w.clock.now().getTime(),
      expires_at: w.clock.now().getTime() + 72 * HOUR,
      ...more,
    };
    await w.database.transaction((tx) => insert(tx, 'change_request', row));
    return row.id;
  };

  let bulk: string;
  beforeAll(async () => {
    w = await open();
    const more = { ...w.house, roles: ['HKEX_REPORT_READER'] };
    reader = { ...more, uuid: '0190a000-0000-7000-8000-000000000077', userId: 'HKEXRR' };
    plain = { ...w.user, uuid: '0190a000-0000-7000-8000-000000000078', userId: 'HKABC199' };
    (w.world.people as Person[]).push(reader, plain);
    // One by code, one rejected, one that waits, one of the other participant; then a bulk request and three of the house.
    const { code } = await w.code(w.checker);
    const first = await w.submit(w.maker, w.user);
    await w.authorise(w.maker, first.id, w.checker.userId, code);
    w.clock.advance(HOUR);
    const second = await w.submit(w.maker, w.user2);
    await w.reject(w.checker2, second.id);
    w.clock.advance(24 * HOUR);
    await w.submit(w.maker2, w.user2);
    await w.submit(w.foreignMaker, w.foreignChecker);
    w.clock.advance(HOUR);
    const house = { maker_uuid: w.house.uuid, maker_user_id: w.house.userId };
    bulk = await stored({
      kind: 'BULK_CHANGE',
      subject: '3 users',
      before_json: '{}',
      after_json: '{}',
      decider_user_id: 'HKABC2X1',
      decision_method: 'SESSION',
    });
    await w.database.transaction(async (tx) => {
      for (const [line, state, code] of [
        [2, 'APPLIED', null],
        [3, 'STRUCK', null],
        [4, 'REFUSED', 'PROFILE_STALE'],
      ] as const)
        await insert(tx, 'bulk_row', {
          request_id: bulk,
          line,
          action: 'EMAIL',
          user_id: `HKABC2${line}`,
          state,
          kind: 'PROFILE_CHANGE',
          before_json: '{"email":null}',
          after_json: `{"email":"b${line}@abc.example"}`,
          warnings_json: '[]',
          code,
        });
    });
    w.clock.advance(HOUR);
    await stored({ ...house, form_reference: 'DA3-2023-2', break_glass_reason: 'no checker left' });
    await stored({ ...house, form_reference: 'DA3-2023-1', participant: 'XYZ' });
    await stored({
      ...house,
      kind: 'CALENDAR_OVERRIDE',
      participant: null,
      target_user_id: '',
      subject: 'Calendar 2023-12-24',
    });
  });
  afterAll(() => w.close());

  describe('reports of change requests', () => {
    it('give every page as the whole', async () => {
      for (const { name, needs } of approvalsReports) {
        const who = needs.ownCode ? w.checker : w.house;
        const whole = await report(who, name);
        expect([name, whole.codes, whole.rows.length > 0]).toEqual([name, [], true]);
        for (const size of [1, 2, 3]) expect(await inPages(who, name, size)).toEqual(whole.rows);
      }
    });

    it('R5 tells date, maker, checker, before, after and outcome of each change, a bulk request line by line', async () => {
      const { rows } = await report(w.maker, 'profileMaintenance');
      expect(rows.map((row) => [row['subject'], row['maker'], row['checker'], row['outcome'], row['code']])).toEqual([
        ['HKABC101', 'HKABC1X1', 'HKABC2X1', 'EXECUTED', null],
        ['HKABC102', 'HKABC1X1', 'HKABC2X2', 'REJECTED', expect.anything()],
        ['HKABC102', 'HKABC1X2', null, 'SUBMITTED', null],
        ['HKABC22', 'HKABC1X1', 'HKABC2X1', 'APPLIED', null],
        ['HKABC23', 'HKABC1X1', 'HKABC2X1', 'STRUCK', null],
        ['HKABC24', 'HKABC1X1', 'HKABC2X1', 'REFUSED', 'PROFILE_STALE'],
        ['HKABC101', 'HKEX01', null, 'EXECUTED', null],
      ]);
      expect(rows[0]).toMatchObject({
        before: 'email: (none)',
        after: 'email: new-HKABC101@abc.example',
        fields: 'email',
      });
      expect(rows[6]).toMatchObject({
        before: 'email: (none); groups: A B',
        after: 'email: new@abc.example; groups: (none)',
        formReference: 'DA3-2023-2',
        breakGlass: true,
      });
    });

    it('leave out the fields that nobody is shown any more (W21)', async () => {
      w.world.hiddenFields = ['email'];
      const [r5, h9] = [await report(w.maker, 'profileMaintenance'), await report(w.house, 'houseActions')];
      w.world.hiddenFields = [];
      expect(r5.rows).toHaveLength(7);
      expect(JSON.stringify([r5.rows, h9.rows])).not.toContain('email');
      expect(r5.rows[6]).toMatchObject({ fields: 'groups', before: 'groups: A B', after: 'groups: (none)' });
    });

    it('R5 is narrowed by Hong Kong days, both inclusive', async () => {
      const days = async (args: string) => (await report(w.maker, 'profileMaintenance', args)).rows.length;
      expect(await days('from: "2023-04-03", to: "2023-04-03"')).toBe(2);
      expect(await days('from: "2023-04-04"')).toBe(5);
      expect(await days('to: "2023-04-02"')).toBe(0);
    });

    it('R10 shows what is open at this instant, and what has lapsed no more', async () => {
      expect((await report(w.maker, 'openRequests')).rows).toMatchObject([
        { subject: 'HKABC102', state: 'SUBMITTED', fields: 'email' },
      ]);
      expect((await report(w.house, 'openRequests')).rows).toHaveLength(2);
      w.clock.advance(72 * HOUR);
      expect((await report(w.maker, 'openRequests')).rows).toEqual([]);
      w.clock.advance(-72 * HOUR);
    });

    it('R11 shows a checker the uses of his own code alone', async () => {
      expect((await report(w.checker, 'authorisationCodeUses')).rows).toMatchObject([
        { checker: 'HKABC2X1', maker: 'HKABC1X1', outcome: 'EXECUTED' },
      ]);
      expect((await report(w.checker2, 'authorisationCodeUses')).rows).toEqual([]);
      expect((await report(w.maker, 'authorisationCodeUses')).codes).toEqual(['NOT_A_CHECKER']);
      expect((await report(w.house, 'authorisationCodeUses')).codes).toEqual(['FILTER_NEEDS_PARTICIPANT']);
      expect((await report(w.house, 'authorisationCodeUses', 'participant: "abc"')).rows).toHaveLength(1);
    });

    it('H9 shows what the house did by form, then what it did to itself', async () => {
      const { rows } = await report(w.house, 'houseActions');
      expect(rows.map((row) => [row['formReference'], row['subject'], row['breakGlassReason']])).toEqual([
        ['DA3-2023-1', 'HKABC101', null],
        ['DA3-2023-2', 'HKABC101', 'no checker left'],
        [null, 'Calendar 2023-12-24', null],
      ]);
      expect((await report(w.house, 'houseActions', 'participant: "XYZ"')).rows).toHaveLength(1);
    });

    it("show nothing of another participant's (M10)", async () => {
      for (const name of ['profileMaintenance', 'openRequests']) {
        const { rows } = await report(w.foreignMaker, name);
        expect([...new Set(rows.map((row) => row['participant']))]).toEqual(['XYZ']);
        expect(await report(w.foreignMaker, name, 'participant: "ABC"')).toMatchObject({ codes: [], rows: [] });
      }
      const inside = Buffer.from(`profileMaintenance:0 ${bulk} 0`).toString('base64url');
      expect(
        (await report(w.foreignMaker, 'profileMaintenance', '', 100, inside)).rows.map((row) => row['participant']),
      ).not.toContain('ABC');
    });

    it('hide the values of changes from report readers and service accounts, not the names of the fields', async () => {
      for (const who of [reader, ACCOUNT]) {
        for (const name of ['profileMaintenance', 'houseActions']) {
          const { rows } = await report(who, name);
          expect(rows.length).toBeGreaterThan(0);
          expect(rows.every((row) => row['before'] === null && row['after'] === null)).toBe(true);
          expect(rows[0]?.['fields']).toMatch(/email/);
        }
      }
    });

    it('refuse a position that they never gave, and days in the wrong order', async () => {
      const forged = (name: string, position: string) => Buffer.from(`${name}:${position}`).toString('base64url');
      for (const [name, position] of [
        ['openRequests', 'zz'],
        ['profileMaintenance', '{}'],
        ['profileMaintenance', `1 ${id()} x`],
        ['houseActions', 'form F NaN x'],
        ['houseActions', 'house x'],
      ] as const)
        expect((await report(reader, name, '', 5, forged(name, position))).codes).toEqual(['CURSOR_INVALID']);
      for (const name of ['profileMaintenance', 'houseActions'])
        expect((await report(reader, name, 'from: "2026-11-02", to: "2026-11-01"')).codes).toEqual(['INVALID_INPUT']);
    });

    it('are refused to whoever may not read requests, and H9 to administrators', async () => {
      for (const { name } of approvalsReports) expect((await report(plain, name)).codes).toEqual(['NOT_PERMITTED']);
      expect((await report(w.checker, 'houseActions')).codes).toEqual(['NOT_PERMITTED']);
    });

    it('end for a service account with its right, also between two pages of a file', async () => {
      type File = { readonly rows: string[][]; readonly next: string };
      const FILE = `query($a: String) { approvalsExportPage(report: "profileMaintenance", args: {}, after: $a, size: 2) }`;
      const first = await ask(ACCOUNT, FILE);
      const { rows, next } = (first.data as unknown as { approvalsExportPage: File }).approvalsExportPage;
      expect(rows).toHaveLength(2);
      expect((await ask(ACCOUNT, FILE, { a: next })).codes).toEqual([]);
      for (const scopes of [['AUDIT'], null]) {
        w.world.accountScopes = scopes;
        expect((await ask(ACCOUNT, FILE, { a: next })).codes).toEqual(['UNAUTHENTICATED']);
      }
      w.world.accountScopes = ['REPORTS'];
    });

    it('are audited, refusals too', async () => {
      await report(reader, 'houseActions');
      await report(w.maker, 'houseActions');
      const rows = await w.database.read((tx) =>
        query<{ action: string; actor: string; outcome: string; code: string | null }>(
          tx,
          "SELECT action, actor, outcome, code FROM audit_entry WHERE target = 'houseActions' ORDER BY seq DESC LIMIT 2",
        ),
      );
      expect(rows).toMatchObject([
        { action: 'report.read', actor: 'HKABC1X1', outcome: 'REFUSED', code: 'NOT_PERMITTED' },
        { action: 'report.read', actor: 'HKEXRR', outcome: 'SUCCESS', code: null },
      ]);
    });
  });
}
