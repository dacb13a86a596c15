import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execute, type Principal } from '@countersign/platform';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { createParticipant, createProfile, deleteProfile, setPhase, setStatus } from '../index.ts';

const SATURDAY_NIGHT = new Date('2026-11-21T22:00:00+08:00');

interface Page {
  readonly columns: readonly { key: string }[];
  readonly rows: readonly { values: Record<string, unknown> }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Reports of Identity on either engine (domain 6). */
export function reportsSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  beforeAll(async () => {
    scene = await open();
    await scene.write(async (tx, at) => {
      const user = { type: 'USER', participant: 'ABC' } as const;
      await createProfile(
        tx,
        {
          ...user,
          userId: 'HKABC110',
          surname: 'LEE',
          otherNames: 'ka yan',
          email: 'CHECKER@abc.com.hk',
          groups: ['COVERED_CALL', 'MONEY_SETTLEMENT'],
        },
        at,
      );
      await createProfile(
        tx,
        {
          ...user,
          type: 'DA',
          userId: 'HKABC3X1',
          surname: 'MIX',
          email: 'maker@abc.com.hk',
          groups: ['DA_CHECKER', 'EE', 'COVERED_CALL'],
        },
        at,
      );
      await createProfile(tx, { ...user, userId: 'HKABC111', surname: 'GONE' }, at);
      await deleteProfile(tx, { userId: 'HKABC111' }, at);
      await createParticipant(tx, { code: 'ONE', name: 'One Person Limited', clearingHouse: 'HKCC' }, at);
      await createProfile(
        tx,
        {
          userId: 'HKONE1X1',
          type: 'DA',
          participant: 'ONE',
          surname: 'SOLO',
          groups: ['DA_MAKER', 'DA_CHECKER', 'EE'],
        },
        at,
      );
      await execute(
        tx,
        'INSERT INTO sole_da_waiver (participant, until_date, reason, version, updated_at) VALUES (?, ?, ?, 1, 0)',
        ['ONE', '2026-12-31', 'sole proprietor'],
      );
    });
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    scene.clock.set(MONDAY);
    await scene.write((tx, at) => setPhase(tx, 'PARALLEL', at));
  });

  const report = async (who: string, name: string, args = '', first = 100, after: string | null = null) => {
    const query = `query($n: Int, $a: String) { reports { ${name}(first: $n, after: $a${args === '' ? '' : `, ${args}`}) {
      columns { key title } rows { values } pageInfo { hasNextPage endCursor } } } }`;
    const { data, codes, errors } = await scene.as(who, query, { n: first, a: after });
    const page = (data as { reports?: Record<string, Page | null> } | null)?.reports?.[name] ?? null;
    return { page, codes, errors, rows: page?.rows.map(({ values }) => values) ?? [] };
  };
  /** The rows in pages of this size, to be compared with one large page. */
  const inPages = async (who: string, name: string, args: string, size: number) => {
    const rows: Record<string, unknown>[] = [];
    let after: string | null = null;
    do {
      const { page, rows: found }: Awaited<ReturnType<typeof report>> = await report(who, name, args, size, after);
      expect(found.length).toBeLessThanOrEqual(size);
      rows.push(...found);
      after = page?.pageInfo.endCursor ?? null;
    } while (after !== null && rows.length < 1_000);
    return rows;
  };
  const NAMES = {
    userProfileListing: '',
    userGroupListing: 'participant: "ABC"',
    srnListing: 'participant: "ABC"',
    likelyDoubles: 'participant: "ABC"',
    readiness: '',
    obsoleteAtEnd: '',
    thinParticipants: '',
    segregation: '',
    accessReview: '',
    settlementAgents: '',
  } as const;
  const OWN = ['userProfileListing', 'userGroupListing', 'srnListing', 'likelyDoubles'] as const;
  const HOUSE = Object.keys(NAMES).filter((name) => !(OWN as readonly string[]).includes(name));

  describe('reading reports', () => {
    it.each(Object.entries(NAMES))('gives %s page by page as it gives it whole', async (name, args) => {
      const whole = await report('HKEXOP01', name, args);
      expect(whole.codes).toEqual([]);
      expect(whole.rows.length).toBeGreaterThan(0);
      for (const size of [1, 2, 3]) expect(await inPages('HKEXOP01', name, args, size)).toEqual(whole.rows);
    });

    it.each(OWN)("gives an administrator %s of his own participant, and nothing of another's (M10)", async (name) => {
      const own = await report('HKABC1X1', name);
      expect([own.codes, own.rows.length > 0]).toEqual([[], true]);
      expect(JSON.stringify(own.rows)).not.toContain('XYZ');
      const elsewhere = await report('HKABC1X1', name, 'participant: "XYZ"');
      expect(elsewhere.codes).toEqual([]);
      if (name !== 'userGroupListing') expect(elsewhere.rows).toEqual([]);
      else expect(new Set(elsewhere.rows.map((row) => row['holders']))).toEqual(new Set([0]));
      const absent = await report('HKABC1X1', name, 'participant: "NONE"');
      expect(absent.rows).toEqual(elsewhere.rows);
    });

    it('tells the clearing house of a participant that is none', async () => {
      expect((await report('HKEXOP01', 'srnListing', 'participant: "NONE"')).codes).toEqual(['PARTICIPANT_UNKNOWN']);
    });

    it.each(HOUSE)('refuses %s to administrators', async (name) => {
      expect((await report('HKABC1X1', name)).codes).toEqual(['NOT_PERMITTED']);
    });

    it('refuses every report to whoever has no right to read profiles', async () => {
      for (const name of Object.keys(NAMES))
        for (const who of ['HKABC101', 'HKABC1X2']) expect((await report(who, name)).codes).toEqual(['NOT_PERMITTED']);
      expect((await report('HKABC103', 'userProfileListing')).codes).toEqual(['UNAUTHENTICATED']);
      expect((await scene.anonymous('{ reports { readiness { title } } }')).codes).toEqual(['UNAUTHENTICATED']);
    });

    it("asks the house's staff for the participant where the report is one participant's", async () => {
      for (const name of ['userGroupListing', 'srnListing', 'likelyDoubles'])
        expect((await report('HKEXOP01', name)).codes).toEqual(['FILTER_NEEDS_PARTICIPANT']);
    });

    it('shows emails and cards to administrators and operators, and empty cells to report readers', async () => {
      const emails = async (who: string, name: string, args = '') =>
        (await report(who, name, args)).rows.filter((row) => row['email'] !== null).length;
      expect(await emails('HKABC2X1', 'userProfileListing')).toBeGreaterThan(0);
      for (const [name, args] of [
        ['userProfileListing', ''],
        ['accessReview', ''],
        ['settlementAgents', ''],
        ['likelyDoubles', 'participant: "ABC"'],
      ] as const) {
        expect(await emails('HKEXAP01', name, args)).toBeGreaterThan(0);
        const { page, rows } = await report('HKEXRR01', name, args);
        expect(rows.length).toBeGreaterThan(0);
        expect(page?.columns.map(({ key }) => key)).toContain('email');
        expect(rows.filter((row) => row['email'] !== null)).toEqual([]);
      }
      const [card] = (await report('HKEXRR01', 'srnListing', 'participant: "ABC"')).rows;
      expect(card).toMatchObject({ userId: 'HKABC101', srn: null, certificateExpiry: null });
    });

    it('drops the card columns of the listing at END, where there is no SRN listing and no dry run of END either', async () => {
      const keys = async () =>
        (await report('HKABC1X1', 'userProfileListing')).page?.columns.map(({ key }) => key) ?? [];
      expect(await keys()).toEqual(expect.arrayContaining(['srn', 'certificateExpiry']));
      await scene.write((tx, at) => setPhase(tx, 'END', at));
      expect(await keys()).not.toEqual(expect.arrayContaining(['srn']));
      const [row] = (await report('HKEXOP01', 'userProfileListing')).rows;
      expect(Object.keys(row ?? {})).not.toContain('certificateExpiry');
      expect((await report('HKABC1X1', 'srnListing')).codes).toEqual(['PHASE_FORBIDS']);
      expect((await report('HKEXOP01', 'obsoleteAtEnd')).codes).toEqual(['PHASE_FORBIDS']);
    });

    it('closes the listing with the function hours, for administrators alone; the other reports have none (domain 5.2)', async () => {
      scene.clock.set(SATURDAY_NIGHT);
      const closed = await report('HKABC1X1', 'userProfileListing');
      expect(closed.codes).toEqual(['OUTSIDE_FUNCTION_HOURS']);
      expect(closed.errors[0]?.extensions['nextOpening']).toBe('2026-11-22T23:00:00.000Z');
      expect((await report('HKEXOP01', 'userProfileListing')).codes).toEqual([]);
      expect((await report('HKABC1X1', 'srnListing')).codes).toEqual([]);
    });

    it('audits every reading and every refusal, with what was asked', async () => {
      await report('HKEXRR01', 'accessReview', 'participant: "ABC"', 2);
      await report('HKABC1X1', 'accessReview');
      expect((await scene.audit()).slice(-2)).toMatchObject([
        {
          action: 'report.read',
          outcome: 'SUCCESS',
          actor: 'HKEXRR01',
          target: 'accessReview',
          after_json: '{"args":{"participant":"ABC"},"rows":2}',
        },
        { action: 'report.read', outcome: 'REFUSED', actor: 'HKABC1X1', code: 'NOT_PERMITTED' },
      ]);
    });
  });

  describe('what reports show', () => {
    it('lists profiles with the filter of the listing', async () => {
      const ids = async (args: string) =>
        (await report('HKABC1X1', 'userProfileListing', args)).rows.map((row) => row['userId']);
      expect(await ids('')).toEqual([
        'HKABC101',
        'HKABC102',
        'HKABC103',
        'HKABC110',
        'HKABC1X1',
        'HKABC1X2',
        'HKABC2X1',
        'HKABC3X1',
      ]);
      expect(await ids('type: "DA", group: "COVERED_CALL"')).toEqual(['HKABC3X1']);
      expect(await ids('emailMissing: true')).toEqual(['HKABC101', 'HKABC1X2']);
      expect(await ids('search: "wong"')).toEqual(['HKABC101']);
      expect((await report('HKABC1X1', 'userProfileListing', 'status: "GONE"')).codes).toEqual(['INVALID_OPTION']);
      expect((await report('HKEXOP01', 'userProfileListing', 'type: "DA"')).codes).toEqual([
        'FILTER_NEEDS_PARTICIPANT',
      ]);
    });

    it('finds nobody by an email for readers who see none (A1)', async () => {
      const found = async (who: string, args: string) =>
        (await report(who, 'userProfileListing', `participant: "ABC", ${args}`)).rows.map((row) => row['userId']);
      const withEmail = (await report('HKEXOP01', 'userProfileListing', 'participant: "ABC"')).rows.find(
        (row) => row['email'] !== null,
      );
      const beginning = `search: "${String(withEmail?.['email']).split('@')[0]}@"`;
      expect(await found('HKEXOP01', beginning)).toContain(withEmail?.['userId']);
      expect(await found('HKEXRR01', beginning)).toEqual([]);
      expect(await found('HKEXRR01', 'search: "wong"')).toEqual(['HKABC101']);
    });

    it('counts the holders of each group with its functions', async () => {
      const { rows } = await report('HKABC1X1', 'userGroupListing');
      const held = Object.fromEntries(rows.map((row) => [row['group'], row['holders']]));
      expect(held).toMatchObject({ DA_MAKER: 2, DA_CHECKER: 2, EE: 3, COVERED_CALL: 2, STOCK_COLLATERAL_INPUT: 0 });
      expect(held).not.toHaveProperty('HKEX_OPERATOR');
      expect(rows.find((row) => row['group'] === 'COVERED_CALL')?.['functions']).toContain('Lodge Specific Cover');
    });

    it('finds people with an ID of each kind by name and mailbox in any case, and what deleting one would lose', async () => {
      const { rows } = await report('HKABC2X1', 'likelyDoubles');
      expect(rows).toEqual([
        {
          participant: 'ABC',
          daUserId: 'HKABC2X1',
          userId: 'HKABC110',
          surname: 'LEE',
          otherNames: 'ka yan',
          email: expect.stringMatching(/^checker@abc.com.hk$/i),
          userGroups: 'COVERED_CALL MONEY_SETTLEMENT',
          groupsLost: 'COVERED_CALL MONEY_SETTLEMENT',
        },
      ]);
    });

    it('tells how ready each participant is, and each house in the last rows', async () => {
      const { rows } = await report('HKEXRR01', 'readiness');
      const abc = {
        users: 4,
        usersWithEmail: 3,
        usersWithEmailPercent: 75,
        administrators: 4,
        administratorsWithEmail: 3,
      };
      expect(rows).toMatchObject([
        { participant: 'ABC', clearingHouse: 'HKCC', ...abc, administratorsWithEmailPercent: 75 },
        { participant: 'ONE', users: 0, usersWithEmailPercent: null, administrators: 1, administratorsWithEmail: 0 },
        { participant: 'XYZ', clearingHouse: 'SEOCH', users: 1, usersWithEmailPercent: 100, administrators: 2 },
        { participant: null, name: 'All of HKCC', ...abc, administrators: 5, administratorsWithEmailPercent: 60 },
        { participant: null, name: 'All of SEOCH', users: 1, administrators: 2 },
      ]);
      expect((await report('HKEXRR01', 'readiness', 'participant: "XYZ"')).rows).toHaveLength(1);
    });

    it('tells what END would obsolete, disable, and leave without a maker or a checker', async () => {
      const { rows } = await report('HKEXOP01', 'obsoleteAtEnd');
      expect(rows.map((row) => [row['outcome'], row['participant'], row['userId']])).toEqual([
        ['NO_MAKER_AND_NO_CHECKER_LEFT', 'ONE', null],
        ['OBSOLETED', 'ABC', 'HKABC101'],
        ['DISABLED', 'ABC', 'HKABC1X2'],
        ['DISABLED', 'ONE', 'HKONE1X1'],
      ]);
      await scene.write((tx, at) => setStatus(tx, { userId: 'HKXYZ2X1' }, 'DISABLED', at));
      expect((await report('HKEXOP01', 'obsoleteAtEnd', 'participant: "XYZ"')).rows).toMatchObject([
        { outcome: 'NO_CHECKER_LEFT', participant: 'XYZ', userId: null },
      ]);
      await scene.write((tx, at) => setStatus(tx, { userId: 'HKXYZ2X1' }, 'ENABLED', at));
    });

    it('names participants with one maker or checker, a waiver in force, or one mailbox for both', async () => {
      const { rows } = await report('HKEXOP01', 'thinParticipants');
      expect(rows).toMatchObject([
        { participant: 'ABC', makers: 1, checkers: 2, soleDaWaiverUntil: null, sameEmail: 'HKABC1X1 and HKABC3X1' },
        { participant: 'ONE', makers: 1, checkers: 1, soleDaWaiverUntil: '2026-12-31', sameEmail: '' },
        { participant: 'XYZ', makers: 1, checkers: 1, soleDaWaiverUntil: null, sameEmail: '' },
      ]);
      scene.clock.set(new Date('2027-01-01T09:00:00+08:00'));
      expect((await report('HKEXOP01', 'thinParticipants', 'participant: "ONE"')).rows).toMatchObject([
        { soleDaWaiverUntil: null },
      ]);
    });

    it('names administrators who hold business groups', async () => {
      expect((await report('HKEXRR01', 'segregation')).rows).toMatchObject([
        {
          participant: 'ABC',
          userId: 'HKABC3X1',
          administratorGroups: 'DA_CHECKER EE',
          businessGroups: 'COVERED_CALL',
        },
      ]);
    });

    it("extracts everybody's access for the review, the house's own staff included, but no tombstone", async () => {
      const ids = (await report('HKEXRR01', 'accessReview')).rows.map((row) => row['userId']);
      expect(ids).toEqual(expect.arrayContaining(['HKEXOP01', 'HKABC103', 'HKXYZ1X1']));
      expect(ids).not.toContain('HKABC111');
    });

    it('lists settlement agents with their principals', async () => {
      expect((await report('HKEXOP01', 'settlementAgents')).rows).toEqual([
        expect.objectContaining({
          settlementAgentName: 'Agent Bank',
          participant: 'ABC',
          userId: 'HKABC103',
          emailRegistered: true,
        }),
      ]);
    });
  });

  describe('the pages of a file', () => {
    const FILE = `query($r: String!, $args: JSON!, $a: String, $n: Int!) { identityExportPage(report: $r, args: $args, after: $a, size: $n) }`;
    interface File {
      readonly columns: readonly { key: string }[];
      readonly rows: readonly (readonly string[])[];
      readonly next: string | null;
    }
    const file = async (who: string, variables: Record<string, unknown>) => {
      const { data, codes } = await scene.as(who, FILE, { args: {}, n: 2000, ...variables });
      return { codes, file: (data as { identityExportPage?: File } | null)?.identityExportPage ?? null };
    };

    it('hold what the screen shows, as text', async () => {
      const { file: whole } = await file('HKABC1X1', { r: 'userProfileListing' });
      expect(whole?.rows.map(([userId]) => userId)).toHaveLength(8);
      expect(whole?.next).toBeNull();
      expect(whole?.rows[0]).toEqual(expect.arrayContaining(['HKABC101', 'Yes', 'SRN-101', '']));
      expect(whole?.rows.flat().every((cell) => typeof cell === 'string')).toBe(true);
    });

    it('are judged anew one by one: who lost his rights gets no further page, and that is audited', async () => {
      const first = await file('HKABC2X1', { r: 'userProfileListing', n: 3 });
      expect(first.file?.rows).toHaveLength(3);
      const after = first.file?.next;
      scene.clock.set(SATURDAY_NIGHT);
      expect((await file('HKABC2X1', { r: 'userProfileListing', n: 3, a: after })).codes).toEqual([
        'OUTSIDE_FUNCTION_HOURS',
      ]);
      expect((await scene.audit()).at(-1)).toMatchObject({
        action: 'report.export',
        outcome: 'REFUSED',
        target: 'userProfileListing',
      });
      scene.clock.set(MONDAY);
      const principal = { profileUuid: await scene.uuid('HKABC2X1') };
      await scene.write((tx, at) => setStatus(tx, { userId: 'HKABC2X1' }, 'DISABLED', at));
      const session: Principal = {
        kind: 'session',
        source: { address: '203.0.113.7', userAgent: 'test', requestId: 'r' },
        sessionId: 's',
        ...principal,
        userId: 'HKABC2X1',
        participant: 'ABC',
        application: 'DMS',
        methods: [],
        steppedUpAt: null,
      };
      const next = await scene.identity.execute(
        { query: FILE, variables: { r: 'userProfileListing', args: {}, n: 3, a: after } },
        session,
      );
      expect(next.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
      await scene.write((tx, at) => setStatus(tx, { userId: 'HKABC2X1' }, 'ENABLED', at));
    });

    it('are audited once, with the first', async () => {
      const before = (await scene.audit()).length;
      const first = await file('HKEXOP01', { r: 'accessReview', n: 3 });
      await file('HKEXOP01', { r: 'accessReview', n: 3, a: first.file?.next });
      expect((await scene.audit()).slice(before).map(({ action, outcome }) => [action, outcome])).toEqual([
        ['report.export', 'SUCCESS'],
      ]);
    });
  });
}
