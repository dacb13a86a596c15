import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { addCalendarOverride, assignGroups, deleteProfile, setPhase, setStatus } from '../index.ts';
import { sceneHere } from '../scene-here.suite.ts';

const ENQUIRE = `query($u: ID!) { userProfile(userId: $u) {
  userId type status usable surname otherNames email enableFrom disableAfter clearingHouseOptions settlementAgentName srn certificateExpiry
  smartcardAllowed createdInPhase version roles groups { code functions } participant { code name clearingHouse firm } } }`;
const LIST = `query($f: UserProfileFilter, $n: Int, $a: String) { userProfiles(filter: $f, first: $n, after: $a) {
  nodes { userId email } edges { cursor } pageInfo { hasNextPage endCursor } } }`;
const VIEWER = '{ viewer { userId application roles functions participant { code } profile { userId email srn } } }';
const ENTITIES = `query($r: [_Any!]!) { _entities(representations: $r) { ... on UserProfile { userId surname email } ... on ClearingParticipant { code name } } }`;

let scene: Scene;
beforeAll(async () => {
  scene = await sceneHere();
});
afterAll(() => scene.close());
beforeEach(() => scene.clock.set(MONDAY));

const ids = (answer: { data: Record<string, unknown> }) =>
  (answer.data['userProfiles'] as { nodes: { userId: string }[] }).nodes.map((node) => node.userId);
const list = async (who: string, f: Record<string, unknown>) => ids(await scene.as(who, LIST, { f }));

describe('Enquire User Profile', () => {
  it('shows an administrator every field of a profile of the own participant, typed in any case', async () => {
    const answer = await scene.as('HKABC2X1', ENQUIRE, { u: ' hkabc101 ' });
    expect(answer.errors).toEqual([]);
    expect(answer.data['userProfile']).toEqual({
      userId: 'HKABC101',
      type: 'USER',
      status: 'ENABLED',
      usable: true,
      surname: 'WONG',
      otherNames: 'Siu Ming',
      email: null,
      enableFrom: null,
      disableAfter: null,
      clearingHouseOptions: 'DERIVATIVES',
      settlementAgentName: null,
      srn: 'SRN-101',
      certificateExpiry: '2027-03-31',
      smartcardAllowed: true,
      createdInPhase: 'PARALLEL',
      version: 1,
      roles: ['BUSINESS_USER'],
      groups: [{ code: 'CASH_COLLATERAL_INPUT', functions: expect.any(Array) }],
      participant: { code: 'ABC', name: 'ABC Futures Limited', clearingHouse: 'HKCC', firm: 'ABC Futures Limited' },
    });
  });

  it.each(['HKXYZ101', 'HKEXOP01', 'HKABC199', 'HK\u0410BC101', '', "' OR 1=1 --", 'x'.repeat(5000)])(
    "answers null alike for another participant's, the house's and absent ID %#",
    async (u) => {
      const answer = await scene.as('HKABC1X1', ENQUIRE, { u });
      expect(answer).toMatchObject({ errors: [], data: { userProfile: null } });
    },
  );

  it('needs access level EE, and a role of an administrator', async () => {
    expect((await scene.as('HKABC1X2', ENQUIRE, { u: 'HKABC101' })).codes).toEqual(['NOT_PERMITTED']);
    expect((await scene.as('HKABC101', ENQUIRE, { u: 'HKABC101' })).codes).toEqual(['NOT_PERMITTED']);
    expect((await scene.anonymous(ENQUIRE, { u: 'HKABC101' })).codes).toEqual(['UNAUTHENTICATED']);
    expect((await scene.service('approvals', ENQUIRE, { u: 'HKABC101' })).codes).toEqual(['UNAUTHENTICATED']);
  });

  it("is closed outside function hours and says when it opens, but never to the house's staff", async () => {
    scene.clock.set(new Date('2026-11-22T10:00:00+08:00'));
    const answer = await scene.as('HKABC1X1', ENQUIRE, { u: 'HKABC101' });
    expect(answer.codes).toEqual(['OUTSIDE_FUNCTION_HOURS']);
    expect(answer.errors[0]?.extensions['nextOpening']).toBe('2026-11-22T23:00:00.000Z');
    expect(answer.errors[0]?.message).toContain('23-Nov-26 07:00 HKT');
    expect((await scene.as('HKEXOP01', ENQUIRE, { u: 'HKXYZ101' })).data['userProfile']).toMatchObject({
      email: 'wong@xyz.com',
    });
  });

  it('opens on an override at once', async () => {
    scene.clock.set(new Date('2026-11-29T10:00:00+08:00'));
    expect((await scene.as('HKABC1X1', ENQUIRE, { u: 'HKABC101' })).codes).toEqual(['OUTSIDE_FUNCTION_HOURS']);
    await scene.write((tx, at) =>
      addCalendarOverride(
        tx,
        { date: '2026-11-29', window: { opensAt: '09:00', closesAt: '24:00' }, reason: 'Drill' },
        at,
      ),
    );
    expect((await scene.as('HKABC1X1', ENQUIRE, { u: 'HKABC101' })).codes).toEqual([]);
    const hours = await scene.anonymous(
      '{ functionHours(on: "2026-11-29") { date opensAt closesAt reason note open nextOpening } }',
    );
    expect(hours.data['functionHours']).toEqual({
      date: '2026-11-29',
      opensAt: '2026-11-29T01:00:00.000Z',
      closesAt: '2026-11-29T16:00:00.000Z',
      reason: 'OVERRIDE',
      note: 'Drill',
      open: true,
      nextOpening: '2026-11-29T23:00:00.000Z',
    });
  });

  it('hides email and card from a report reader, and the card from everybody at END', async () => {
    expect((await scene.as('HKEXRR01', ENQUIRE, { u: 'HKABC102' })).data['userProfile']).toMatchObject({
      surname: "O'NEIL",
      email: null,
      srn: null,
    });
    await scene.write((tx, at) => setPhase(tx, 'END', at));
    expect((await scene.as('HKABC1X1', ENQUIRE, { u: 'HKABC101' })).data['userProfile']).toMatchObject({
      srn: null,
      certificateExpiry: null,
    });
    await scene.write((tx, at) => setPhase(tx, 'PARALLEL', at));
    expect((await scene.as('HKABC1X1', ENQUIRE, { u: 'HKABC101' })).data['userProfile']).toMatchObject({
      srn: 'SRN-101',
    });
  });

  it('re-reads rights: a group lost, a disabled or deleted reader is refused at the next operation', async () => {
    const name = { userId: 'HKXYZ2X1' };
    expect((await scene.as('HKXYZ2X1', ENQUIRE, { u: 'HKXYZ101' })).codes).toEqual([]);
    await scene.write((tx, at) => assignGroups(tx, name, ['DA_CHECKER'], at));
    expect((await scene.as('HKXYZ2X1', ENQUIRE, { u: 'HKXYZ101' })).codes).toEqual(['NOT_PERMITTED']);
    await scene.write((tx, at) => assignGroups(tx, name, ['DA_CHECKER', 'EE'], at));
    await scene.write((tx, at) => setStatus(tx, name, 'DISABLED', at));
    expect((await scene.as('HKXYZ2X1', ENQUIRE, { u: 'HKXYZ101' })).codes).toEqual(['UNAUTHENTICATED']);
    await scene.write((tx, at) => deleteProfile(tx, name, at));
    expect((await scene.as('HKXYZ1X1', ENQUIRE, { u: 'HKXYZ2X1' })).data['userProfile']).toBeNull();
  });

  it('leaves one audit row for each enquiry, refused ones with their code', async () => {
    const before = (await scene.audit()).length;
    await scene.as('HKABC1X1', ENQUIRE, { u: 'HKABC101' });
    await scene.as('HKABC1X1', ENQUIRE, { u: 'HKXYZ101' });
    await scene.as('HKABC101', ENQUIRE, { u: 'HKXYZ101' });
    expect((await scene.audit()).slice(before)).toMatchObject([
      { action: 'profile.enquire', outcome: 'SUCCESS', actor: 'HKABC1X1', target: 'HKABC101' },
      { action: 'profile.enquire', outcome: 'REFUSED', target: 'HKXYZ101', code: 'USER_NOT_FOUND' },
      { action: 'profile.enquire', outcome: 'REFUSED', actor: 'HKABC101', code: 'NOT_PERMITTED' },
    ]);
  });
});

describe('User Profile Listing', () => {
  it('holds the own participant with its administrators, by user ID, and no other participant', async () => {
    expect(await list('HKABC1X1', {})).toEqual([
      'HKABC101',
      'HKABC102',
      'HKABC103',
      'HKABC1X1',
      'HKABC1X2',
      'HKABC2X1',
    ]);
    expect(await list('HKABC1X1', { participant: 'XYZ' })).toEqual([]);
    expect(await list('HKABC1X1', { participant: 'abc', type: 'DA' })).toHaveLength(3);
    expect(await list('HKEXOP01', { participant: '日本', type: 'DA' })).toEqual([]);
  });

  it('narrows by status, type, group, missing email and settlement agent', async () => {
    expect(await list('HKABC1X1', { status: 'DISABLED' })).toEqual(['HKABC103']);
    expect(await list('HKABC1X1', { type: 'DA' })).toEqual(['HKABC1X1', 'HKABC1X2', 'HKABC2X1']);
    expect(await list('HKABC1X1', { group: 'DA_MAKER' })).toEqual(['HKABC1X1', 'HKABC1X2']);
    expect(await list('HKABC1X1', { group: 'DA_%' })).toEqual([]);
    expect(await list('HKABC1X1', { emailMissing: true })).toEqual(['HKABC101', 'HKABC1X2']);
    expect(await list('HKABC1X1', { settlementAgent: true })).toEqual(['HKABC103']);
    expect(await list('HKABC1X1', { settlementAgent: null, emailMissing: false, type: 'USER' })).toEqual([
      'HKABC102',
      'HKABC103',
    ]);
  });

  it('searches the beginning of an ID, of any word of the name in any case, and of an email', async () => {
    expect(await list('HKABC1X1', { search: 'hkabc1x' })).toEqual(['HKABC1X1', 'HKABC1X2']);
    expect(await list('HKABC1X1', { search: 'HK' })).toHaveLength(6);
    expect(await list('HKABC1X1', { search: 'hkxyz1' })).toEqual([]);
    expect(await list('HKABC1X1', { search: 'HKABC陳' })).toEqual([]);
    expect(await list('HKABC1X1', { search: 'ming' })).toEqual(['HKABC101']);
    expect(await list('HKABC1X1', { search: 'zOË' })).toEqual(['HKABC102']);
    expect(await list('HKABC1X1', { search: 'zoe.oneil@ABC' })).toEqual(['HKABC102']);
    expect(await list('HKABC1X1', { search: '  tai   man ' })).toEqual(['HKABC1X1']);
    expect(await list('HKABC1X1', { search: 'ong' })).toEqual([]);
  });

  it.each(['%', '_', '!', '100%', "o'neil", '\\', '陳'])('takes %s literally', async (search) => {
    expect(await list('HKABC1X1', { search })).toEqual(search === '100%' || search === "o'neil" ? ['HKABC102'] : []);
  });

  it('pages by an opaque cursor without losing or repeating anybody', async () => {
    const seen: string[] = [];
    let a: string | null = null;
    for (let pages = 0; pages < 10; pages += 1) {
      const answer = await scene.as('HKABC1X1', LIST, { n: 4, a });
      seen.push(...ids(answer));
      const { pageInfo } = answer.data['userProfiles'] as unknown as {
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      a = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(await list('HKABC1X1', {}));
    const empty = await scene.as('HKABC1X1', LIST, { f: { search: 'nobody' } });
    expect(empty.data['userProfiles']).toMatchObject({ pageInfo: { hasNextPage: false, endCursor: null } });
  });

  it('refuses a page that is too large and a cursor of another making, with what to do', async () => {
    for (const n of [0, -1, 101, 1_000_000])
      expect((await scene.as('HKABC1X1', LIST, { n })).codes).toEqual(['PAGE_TOO_LARGE']);
    expect((await scene.as('HKABC1X1', LIST, { n: 100 })).codes).toEqual([]);
    for (const a of ['', 'HKABC101', 'dXNlcjpoa2FiYzEwMQ', 'dXNlcjpIS0FCQzEwMQ==', 'é'])
      expect((await scene.as('HKABC1X1', LIST, { a })).codes).toEqual(['CURSOR_INVALID']);
    expect((await scene.as('HKABC1X1', LIST, { f: { search: 'x'.repeat(255) } })).codes).toEqual(['INVALID_INPUT']);
  });

  it("of the house's staff reaches everybody, narrowed across participants only by what an index serves", async () => {
    expect(await list('HKEXOP01', {})).toContain('HKXYZ101');
    expect(await list('HKEXOP01', { participant: 'XYZ', type: 'USER' })).toEqual(['HKXYZ101']);
    expect(await list('HKEXOP01', { search: 'hkxyz10' })).toEqual(['HKXYZ101']);
    expect(await list('HKEXOP01', { search: 'WONG@xyz.com' })).toEqual(['HKXYZ101']);
    // Whom a report reader is shown no email of, he finds by none either (A1).
    expect(await list('HKEXRR01', { search: 'hkxyz10' })).toEqual(['HKXYZ101']);
    expect(await list('HKEXRR01', { search: 'WONG@xyz.com' })).toEqual([]);
    expect(await list('HKEXRR01', { participant: 'XYZ', search: 'wong@' })).toEqual([]);
    expect((await scene.as('HKEXOP01', LIST, { f: { emailMissing: true } })).codes).toEqual([
      'FILTER_NEEDS_PARTICIPANT',
    ]);
  });

  it('leaves one audit row, with the filter and how many were shown', async () => {
    await list('HKABC1X1', { type: 'DA' });
    expect((await scene.audit()).at(-1)).toMatchObject({
      action: 'profile.list',
      outcome: 'SUCCESS',
      after_json: JSON.stringify({ filter: { type: 'DA' }, profiles: 3 }),
    });
  });
});

describe('viewer', () => {
  it('is null when nobody is logged in or the profile is no longer usable', async () => {
    expect((await scene.anonymous(VIEWER)).data['viewer']).toBeNull();
    expect((await scene.as('HKABC103', VIEWER)).data['viewer']).toBeNull();
    expect((await scene.as('HKABC199', VIEWER)).data['viewer']).toBeNull();
  });

  it('shows a business user himself at any hour', async () => {
    scene.clock.set(new Date('2026-11-22T03:00:00+08:00'));
    expect((await scene.as('HKABC101', VIEWER)).data['viewer']).toEqual({
      userId: 'HKABC101',
      application: 'DMS',
      roles: ['BUSINESS_USER'],
      functions: expect.arrayContaining(['Input Cash Deposit']),
      participant: { code: 'ABC' },
      profile: { userId: 'HKABC101', email: null, srn: 'SRN-101' },
    });
  });
});

describe('references from other subgraphs', () => {
  const r = ['HKABC101', 'HKXYZ101', 'HKEXOP01', 'HKABC199', "x' OR '1'='1"].map((userId) => ({
    __typename: 'UserProfile',
    userId,
  }));

  it('reach the own participant only', async () => {
    const answer = await scene.as('HKABC2X1', ENTITIES, { r });
    expect(answer.data['_entities']).toEqual([
      { userId: 'HKABC101', surname: 'WONG', email: null },
      null,
      null,
      null,
      null,
    ]);
  });

  it('give a business user himself, and strangers nothing', async () => {
    expect(
      (await scene.as('HKABC102', ENTITIES, { r: [r[0], { __typename: 'UserProfile', userId: 'HKABC102' }] })).data[
        '_entities'
      ],
    ).toMatchObject([null, { userId: 'HKABC102' }]);
    expect((await scene.anonymous(ENTITIES, { r })).data['_entities']).toEqual([null, null, null, null, null]);
    expect((await scene.service('gateway', ENTITIES, { r })).data['_entities']).toEqual([null, null, null, null, null]);
  });

  it('and direct questions show a participant to its own people and to the house', async () => {
    const participants = ['ABC', 'XYZ', 'NONE'].map((code) => ({ __typename: 'ClearingParticipant', code }));
    expect((await scene.as('HKABC101', ENTITIES, { r: participants })).data['_entities']).toEqual([
      { code: 'ABC', name: 'ABC Futures Limited' },
      null,
      null,
    ]);
    const ask = (who: string, code: string) =>
      scene.as(who, 'query($c: ID!) { clearingParticipant(code: $c) { code } }', { c: code });
    expect((await ask('HKABC101', 'abc')).data['clearingParticipant']).toEqual({ code: 'ABC' });
    expect((await ask('HKABC1X1', 'XYZ')).data['clearingParticipant']).toBeNull();
    expect((await ask('HKEXOP01', 'XYZ')).data['clearingParticipant']).toEqual({ code: 'XYZ' });
  });
});

describe('function hours', () => {
  it.each(['0000-01-01', '1996-02-29', '2028-01-01', '9999-12-31'])(
    'of %s, a date far away, are closed and never an error',
    async (on) => {
      const answer = await scene.anonymous('query($on: Date) { functionHours(on: $on) { date opensAt open reason } }', {
        on,
      });
      expect(answer.errors).toEqual([]);
      expect(answer.data['functionHours']).toEqual({
        date: on,
        opensAt: null,
        open: true,
        reason: 'CALENDAR_YEAR_MISSING',
      });
    },
  );

  it('of no real date are refused', async () => {
    const answer = await scene.anonymous('query($on: Date) { functionHours(on: $on) { open } }', { on: '2026-02-30' });
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('what the other parts ask', () => {
  it('standing tells all it needs by either name, and null for nobody', async () => {
    const fields =
      'profileUuid userId type participant clearingHouse surname otherNames email srn usable status roles accessLevels applications smartcardAllowed createdInPhase securityVersion version phase';
    const named = await scene.service('authentication', `query($u: ID) { standing(userId: $u) { ${fields} } }`, {
      u: 'hkabc1x1',
    });
    expect(named.data['standing']).toMatchObject({
      userId: 'HKABC1X1',
      usable: true,
      roles: ['DA_MAKER'],
      accessLevels: ['EE'],
      applications: ['DMS'],
      phase: 'PARALLEL',
      clearingHouse: 'HKCC',
    });
    const byUuid = await scene.service('gateway', 'query($p: ID) { standing(profileUuid: $p) { userId } }', {
      p: await scene.uuid('HKABC101'),
    });
    expect(byUuid.data['standing']).toEqual({ userId: 'HKABC101' });
    for (const u of ['HKABC199', 'no such', ''])
      expect(
        (await scene.service('gateway', 'query($u: ID) { standing(userId: $u) { userId } }', { u })).data['standing'],
      ).toBeNull();
    expect((await scene.service('gateway', '{ standing { userId } }')).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('no session may ask it', async () => {
    for (const query of [
      '{ standing(userId: "HKABC101") { userId } }',
      '{ phase }',
      '{ checkDecision(kind: "PROFILE_CHANGE", makerUuid: "a", checkerUuid: "b", targetUuid: "c", version: 1) { refusal { code } } }',
    ]) {
      expect((await scene.as('HKEXOP01', query)).codes).toEqual(['FORBIDDEN']);
      expect((await scene.anonymous(query)).codes).toEqual(['FORBIDDEN']);
    }
    expect((await scene.anonymous('{ migration { phase } }')).data['migration']).toEqual({ phase: 'PARALLEL' });
  });
});
