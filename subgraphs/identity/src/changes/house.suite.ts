import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger, memoryEventBus } from '@countersign/platform';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { assignGroups, createIdentity, createProfile, setPhase } from '../index.ts';
import { houseDesk } from './house-desk.suite.ts';

const VIEWER = '{ viewer { functions roles profile { groups { code retired } } } }';
const HOURS = 'query($d: Date!) { functionHours(on: $d) { opensAt closesAt reason note open } }';
const OVERRIDES = 'query($f: Date, $t: Date) { calendarOverrides(from: $f, to: $t) { date opensAt closesAt reason } }';
const POLICIES = 'query($p: String) { housePolicies(participant: $p) { key value decidedFor } }';
const VALUES = 'query($p: String) { policies(participant: $p) }';
const STANDING = 'query($u: ID) { standing(userId: $u) { soleDaWaiver } }';
const reason = 'Agreed in the meeting of 20 November';

/** Changes of the house itself: each by the clearing house's pair, in force from the next request on; on either engine. */
export function houseSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  const desk = houseDesk(() => scene);
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.clock.set(MONDAY));

  describe('a change of the house', () => {
    it.each([
      ['CALENDAR_OVERRIDE', { date: '2026-12-24' }],
      ['GROUP_DEFINITION', { code: 'NEW_GROUP', name: 'New', functions: ['One'] }],
      ['POLICY_CHANGE', { key: 'queuedApproval', value: false }],
      ['SOLE_DA_WAIVER', { participant: 'ABC', until: '2026-12-31' }],
    ])('%s belongs to the clearing house, needs a reason and takes no unknown field', async (kind, input) => {
      expect(await desk.refusal(kind, { ...input, reason }, 'HKABC1X1')).toBe('NOT_PERMITTED');
      expect(await desk.refusal(kind, { ...input, reason }, 'HKEXAP01')).toBe('NOT_PERMITTED');
      expect(await desk.refusal(kind, input)).toBe('INVALID_INPUT');
      expect(await desk.refusal(kind, { ...input, reason: ' ' })).toBe('INVALID_INPUT');
      expect(await desk.refusal(kind, { ...input, reason, other: 1 })).toBe('INVALID_INPUT');
      const proposal = await desk.propose(kind, { ...input, reason, formReference: 'TICKET-1' });
      expect(proposal).toMatchObject({ targetUserId: null, participant: null, version: 0 });
      expect(proposal.targetUuid).toBe(proposal.targetKey);
      expect(await desk.check(kind, proposal)).toBeNull();
      expect(await desk.check(kind, proposal, { maker: 'HKABC1X1', checker: 'HKABC2X1' })).not.toBeNull();
      expect(await desk.check(kind, proposal, { checker: 'HKEXOP01' })).toBe('MAKER_IS_CHECKER');
      expect(await desk.check(kind, proposal, { checker: 'HKABC2X1' })).toBe('AUTHORISATION_FAILED');
      // A payload about another thing than the one that was agreed to finds nothing.
      expect(await desk.check(kind, { ...proposal, targetUuid: `${proposal.targetUuid}x` })).toBe('PROFILE_STALE');
    });

    it('is audited with both people and both states', async () => {
      await desk.change('CALENDAR_OVERRIDE', { date: '2026-12-29', reason });
      const row = (await scene.audit()).findLast((each) => each.action === 'change.apply');
      expect(row).toMatchObject({ actor: 'HKEXOP01', target: 'Calendar 2026-12-29', outcome: 'SUCCESS' });
      expect(JSON.parse(row?.after_json ?? '')).toMatchObject({ opensAt: null, reason, checkedBy: 'HKEXAP01' });
    });
  });

  describe('the calendar', () => {
    it('closes, opens and extends one date, and follows its rule again once the override is removed', async () => {
      const d = '2026-11-30';
      const hours = async () => (await scene.anonymous(HOURS, { d })).data['functionHours'] as unknown;
      const closed = await desk.change('CALENDAR_OVERRIDE', { date: d, reason: 'Typhoon' });
      expect(closed).toMatchObject({
        subject: `Calendar ${d}`,
        before: { opensAt: '07:00', closesAt: '19:00' },
        after: { opensAt: null, closesAt: null },
      });
      expect(await hours()).toMatchObject({ opensAt: null, reason: 'OVERRIDE', note: 'Typhoon' });
      await desk.change('CALENDAR_OVERRIDE', { date: d, opensAt: '06:00', closesAt: '24:00', reason });
      expect(await hours()).toMatchObject({
        opensAt: '2026-11-29T22:00:00.000Z',
        closesAt: '2026-11-30T16:00:00.000Z',
      });
      expect((await scene.anonymous(OVERRIDES, { f: d, t: d })).data['calendarOverrides']).toEqual([
        { date: d, opensAt: '06:00', closesAt: '24:00', reason },
      ]);
      await desk.change('CALENDAR_OVERRIDE', { date: d, remove: true, reason });
      expect(await hours()).toMatchObject({ reason: 'WEEKDAY', note: null });
      expect((await scene.anonymous(OVERRIDES, { f: d, t: d })).data['calendarOverrides']).toEqual([]);
    });

    it('holds from the next request on, also for today', async () => {
      const enquire = () => scene.as('HKABC1X1', '{ userProfile(userId: "HKABC101") { userId } }');
      expect((await enquire()).codes).toEqual([]);
      const proposal = await desk.change('CALENDAR_OVERRIDE', { date: '2026-11-23', reason: 'Black rain' });
      expect(proposal.warnings).toEqual([expect.stringContaining('today')]);
      expect((await enquire()).codes).toEqual(['OUTSIDE_FUNCTION_HOURS']);
      await desk.change('CALENDAR_OVERRIDE', { date: '2026-11-23', remove: true, reason });
      expect((await enquire()).codes).toEqual([]);
    });

    it('lets one of two changes of a date happen, and the older one never, even after a removal', async () => {
      const input = { date: '2026-12-10', reason };
      const [one, other] = [
        await desk.propose('CALENDAR_OVERRIDE', input),
        await desk.propose('CALENDAR_OVERRIDE', { ...input, opensAt: '08:00', closesAt: '12:00' }),
      ];
      expect(await desk.apply('CALENDAR_OVERRIDE', one)).toBe('APPLIED');
      expect(await desk.check('CALENDAR_OVERRIDE', other)).toBe('PROFILE_STALE');
      expect(await desk.apply('CALENDAR_OVERRIDE', other)).toBe('STALE PROFILE_STALE');
      const later = await desk.propose('CALENDAR_OVERRIDE', { ...input, opensAt: '09:00', closesAt: '10:00' });
      await desk.change('CALENDAR_OVERRIDE', { ...input, remove: true });
      expect(await desk.apply('CALENDAR_OVERRIDE', other)).toBe('STALE PROFILE_STALE');
      expect(await desk.apply('CALENDAR_OVERRIDE', later)).toBe('STALE PROFILE_STALE');
    });

    it.each(['2026-12-11', '2026-12-12'])('lets 8 that race for %s write once', async (date) => {
      if (date.endsWith('12')) await desk.change('CALENDAR_OVERRIDE', { date, reason });
      const proposals = await Promise.all(
        Array.from({ length: 8 }, (_, hour) =>
          desk.propose('CALENDAR_OVERRIDE', { date, opensAt: `0${hour}:00`, closesAt: '12:00', reason }),
        ),
      );
      const outcomes = await Promise.all(proposals.map((each) => desk.apply('CALENDAR_OVERRIDE', each)));
      expect(outcomes.filter((each) => each === 'APPLIED')).toHaveLength(1);
      expect(outcomes.filter((each) => each === 'STALE PROFILE_STALE')).toHaveLength(7);
    });

    it.each([
      ['a past date', { date: '2026-11-22' }, 'INVALID_DATE'],
      ['no real date', { date: '2026-02-30' }, 'INVALID_DATE'],
      ['no date', {}, 'INVALID_DATE'],
      ['one time only', { date: '2026-12-14', opensAt: '07:00' }, 'INVALID_INPUT'],
      ['a time that is none', { date: '2026-12-14', opensAt: '7', closesAt: '25:00' }, 'INVALID_INPUT'],
      ['a close before the opening', { date: '2026-12-14', opensAt: '09:00', closesAt: '09:00' }, 'INVALID_INPUT'],
      ['a removal of nothing', { date: '2026-12-14', remove: true }, 'NO_CHANGE'],
      ['a removal with times', { date: '2026-12-14', remove: true, opensAt: '07:00' }, 'INVALID_INPUT'],
    ])('refuses %s', async (_, input, code) => {
      expect(await desk.refusal('CALENDAR_OVERRIDE', { ...input, reason })).toBe(code);
    });

    it('refuses a date that has passed since it was agreed to', async () => {
      const proposal = await desk.propose('CALENDAR_OVERRIDE', { date: '2026-11-24', reason });
      scene.clock.set(new Date('2026-11-25T00:00:00+08:00'));
      expect(await desk.apply('CALENDAR_OVERRIDE', proposal)).toBe('REFUSED INVALID_DATE');
    });
  });

  describe('the catalogue of groups', () => {
    const define = (more: Record<string, unknown>) => desk.change('GROUP_DEFINITION', { reason, ...more });
    const functionsOf = async (userId: string) =>
      ((await scene.as(userId, VIEWER)).data['viewer'] as unknown as { functions: string[] }).functions;

    it('changes at the next request on every instance', async () => {
      const logger = createLogger({ level: 'silent', part: 'test' });
      const { database, clock } = scene;
      const second = createIdentity({ database, clock, bus: memoryEventBus({ logger }), logger });
      const profileUuid = await scene.uuid('HKABC102');
      const elsewhere = async () => {
        const principal = { kind: 'session', sessionId: 's', profileUuid, userId: 'HKABC102', participant: 'ABC' };
        const rest = { application: 'CCMS', methods: [], steppedUpAt: null, source: { address: '', userAgent: '' } };
        const answer = await second.execute({ query: VIEWER }, { ...principal, ...rest } as never);
        return (answer.data?.['viewer'] as { functions: string[] } | null)?.functions;
      };
      expect(await elsewhere()).toContain('Enquire Collateral Balance');
      await define({ code: 'COLLATERAL_ENQUIRY', functions: ['Enquire Collateral Account', 'Enquire Pledges'] });
      expect(await functionsOf('HKABC102')).toEqual(['Enquire Collateral Account', 'Enquire Pledges']);
      expect(await elsewhere()).toEqual(['Enquire Collateral Account', 'Enquire Pledges']);
    });

    it('gets new groups, which can be assigned', async () => {
      const proposal = await define({ code: ' pledge_input ', name: 'Pledge input', functions: ['Input Pledge'] });
      expect(proposal).toMatchObject({
        subject: 'Group PLEDGE_INPUT',
        targetKey: 'group:PLEDGE_INPUT',
        before: { name: null, functions: null, retired: null },
        after: { name: 'Pledge input', functions: ['Input Pledge'], retired: false },
        warnings: [],
      });
      await scene.write((tx, at) => assignGroups(tx, { userId: 'HKABC101' }, ['PLEDGE_INPUT'], at));
      expect(await functionsOf('HKABC101')).toEqual(['Input Pledge']);
    });

    it('retires a group: it gives nothing, is assigned no more, and its holders are named first', async () => {
      await define({ code: 'COVER_OLD', name: 'Old', functions: ['Lodge'] });
      await scene.write((tx, at) => assignGroups(tx, { userId: 'HKABC101' }, ['COVER_OLD'], at));
      expect(await functionsOf('HKABC101')).toEqual(['Lodge']);
      const proposal = await define({ code: 'COVER_OLD', retire: true });
      expect(proposal.before).toEqual({ retired: false });
      expect(proposal.warnings).toEqual([expect.stringContaining('HKABC101')]);
      const viewer = (await scene.as('HKABC101', VIEWER)).data['viewer'] as unknown;
      expect(viewer).toEqual({ functions: [], roles: [], profile: { groups: [{ code: 'COVER_OLD', retired: true }] } });
      const groups = ['COVER_OLD', 'COLLATERAL_ENQUIRY'];
      expect(await desk.refusal('GROUP_ASSIGNMENT', { userId: 'HKABC102', version: 1, groups }, 'HKABC1X1')).toBe(
        'GROUP_NOT_ASSIGNABLE',
      );
      await define({ code: 'COVER_OLD', retire: false });
      expect(await functionsOf('HKABC101')).toEqual(['Lodge']);
    });

    it.each([
      ['a group of the product', { code: 'DA_MAKER', name: 'Mine' }, 'GROUP_NOT_EDITABLE'],
      ['an access level', { code: 'EE', retire: true }, 'GROUP_NOT_EDITABLE'],
      ['a group that is not there', { code: 'NO_SUCH', retire: true }, 'GROUP_UNKNOWN'],
      ['a new group without functions', { code: 'NO_SUCH', name: 'X' }, 'INVALID_INPUT'],
      ['a code with a blank', { code: 'NO SUCH', name: 'X', functions: ['Y'] }, 'INVALID_INPUT'],
      ['an inherited name', { code: '__PROTO__', name: 'X', functions: ['Y'] }, 'INVALID_INPUT'],
      ['no functions any more', { code: 'MONEY_SETTLEMENT', functions: [] }, 'INVALID_INPUT'],
      ['a function that is no text', { code: 'MONEY_SETTLEMENT', functions: [7] }, 'INVALID_INPUT'],
      ['the definition it has', { code: 'MONEY_SETTLEMENT', name: 'Money settlement' }, 'NO_CHANGE'],
      ['a retirement that is no flag', { code: 'MONEY_SETTLEMENT', retire: 'yes' }, 'INVALID_INPUT'],
    ])('refuses %s', async (_, input, code) => {
      expect(await desk.refusal('GROUP_DEFINITION', { ...input, reason })).toBe(code);
    });

    it('lets one of two changes of a group happen', async () => {
      const input = { code: 'REPORT_DOWNLOAD', reason };
      const one = await desk.propose('GROUP_DEFINITION', { ...input, name: 'Reports' });
      const other = await desk.propose('GROUP_DEFINITION', { ...input, name: 'Listings' });
      expect(await desk.apply('GROUP_DEFINITION', one)).toBe('APPLIED');
      expect(await desk.apply('GROUP_DEFINITION', other)).toBe('STALE PROFILE_STALE');
    });

    it('is read by administrators with EE and the house, and shows administrators none of the house', async () => {
      const codes = async (who: string) => {
        const answer = await scene.as(who, '{ userGroups { code } }');
        return answer.codes[0] ?? (answer.data['userGroups'] as unknown as { code: string }[]).map((each) => each.code);
      };
      expect(await codes('HKABC1X1')).toContain('DA_MAKER');
      expect(await codes('HKABC1X1')).not.toContain('HKEX_OPERATOR');
      expect(await codes('HKEXRR01')).toContain('HKEX_OPERATOR');
      expect(await codes('HKABC1X2')).toBe('NOT_PERMITTED');
      expect(await codes('HKABC101')).toBe('NOT_PERMITTED');
      expect((await scene.anonymous('{ userGroups { code } }')).codes).toEqual(['UNAUTHENTICATED']);
    });
  });

  describe('policies', () => {
    const set = (key: string, value: unknown, more: Record<string, unknown> = {}) =>
      desk.change('POLICY_CHANGE', { key, value, reason, ...more });
    const values = async (p: string | null) =>
      (await scene.service('approvals', VALUES, { p })).data['policies'] as unknown as Record<string, unknown>;
    const shown = async (who: string, p?: string) => {
      const answer = await scene.as(who, POLICIES, { p });
      const all = answer.data as unknown as { housePolicies: { key: string; value: unknown; decidedFor: string }[] };
      return answer.codes[0] ?? all.housePolicies.find((each) => each.key === 'requireCheckerOtp');
    };

    it('hold by default, then by the house, then by the participant, and go back', async () => {
      expect(await values(null)).toEqual({
        requireCheckerOtp: false,
        queuedApproval: true,
        emailOtpAllowed: true,
        passkeyAllowed: true,
        seochDaIdOrder: 'BOTH',
        da3OpensOn: '2023-03-20',
      });
      await set('requireCheckerOtp', true);
      const own = await set('requireCheckerOtp', false, { participant: 'abc' });
      expect(own).toMatchObject({
        subject: 'Policy requireCheckerOtp of ABC',
        targetKey: 'policy:requireCheckerOtp:ABC',
        before: { value: null },
        after: { value: false },
      });
      expect([await values('ABC'), await values('XYZ')]).toMatchObject([
        { requireCheckerOtp: false },
        { requireCheckerOtp: true },
      ]);
      expect(await shown('HKABC1X1')).toMatchObject({ value: false, decidedFor: 'PARTICIPANT' });
      expect(await shown('HKXYZ1X1')).toMatchObject({ value: true, decidedFor: 'HOUSE' });
      expect(await shown('HKEXOP01')).toMatchObject({ value: true, decidedFor: 'HOUSE' });
      expect(await shown('HKEXOP01', 'ABC')).toMatchObject({ value: false, decidedFor: 'PARTICIPANT' });
      await set('requireCheckerOtp', null, { participant: 'ABC' });
      expect(await values('ABC')).toMatchObject({ requireCheckerOtp: true });
      await set('requireCheckerOtp', null);
      expect(await shown('HKABC1X1')).toMatchObject({ value: false, decidedFor: 'DEFAULT' });
    });

    it("of another participant are not there for administrators, and nobody's for users", async () => {
      expect(await shown('HKABC1X1', 'XYZ')).toBe('PARTICIPANT_UNKNOWN');
      expect(await shown('HKABC1X1', '?')).toBe('PARTICIPANT_UNKNOWN');
      expect(await shown('HKABC101')).toBe('NOT_PERMITTED');
      expect((await scene.as('HKEXOP01', VALUES)).codes).toEqual(['FORBIDDEN']);
    });

    it.each([
      ['an unknown key', { key: 'constructor', value: true }, 'POLICY_UNKNOWN'],
      ['a value of another type', { key: 'queuedApproval', value: 'no' }, 'INVALID_OPTION'],
      ['an order that is none', { key: 'seochDaIdOrder', value: 'digit' }, 'INVALID_OPTION'],
      ['a date that is none', { key: 'da3OpensOn', value: '2026-02-30' }, 'INVALID_OPTION'],
      ['an unknown participant', { key: 'queuedApproval', value: false, participant: 'NOP' }, 'PARTICIPANT_UNKNOWN'],
      ['a participant for the house', { key: 'da3OpensOn', value: '2026-03-02', participant: 'ABC' }, 'INVALID_INPUT'],
      ['nothing to take back', { key: 'queuedApproval', value: null }, 'NO_CHANGE'],
    ])('refuse %s', async (_, input, code) => {
      expect(await desk.refusal('POLICY_CHANGE', { ...input, reason })).toBe(code);
    });

    it('let one of two changes happen, and a value taken back is no untouched one', async () => {
      const input = { key: 'queuedApproval', value: false, reason };
      const [one, other] = [await desk.propose('POLICY_CHANGE', input), await desk.propose('POLICY_CHANGE', input)];
      expect(await desk.apply('POLICY_CHANGE', one)).toBe('APPLIED');
      await set('queuedApproval', null);
      expect(await desk.apply('POLICY_CHANGE', other)).toBe('STALE PROFILE_STALE');
    });

    it('decide which order of IDs SEOCH issues to administrators', async () => {
      const wanted = (userId: string) => ({
        userId,
        type: 'DA',
        participant: 'XYZ',
        surname: 'NEW',
        email: 'new@xyz.com',
        groups: ['DA_MAKER', 'EE'],
        formReference: 'DA3-1',
      });
      const refusals = async () => [
        await desk.refusal('USER_CREATION', wanted('HKXYZ4X4')),
        await desk.refusal('USER_CREATION', wanted('HKXYZX44')),
      ];
      expect(await refusals()).toEqual([null, null]);
      await set('seochDaIdOrder', 'LETTER_DIGIT');
      expect(await refusals()).toEqual(['USER_ID_FORMAT', null]);
      await set('seochDaIdOrder', 'DIGIT_LETTER');
      expect(await refusals()).toEqual([null, 'USER_ID_FORMAT']);
    });
  });

  describe('the waiver of a second person', () => {
    const SOLE = 'HKABC3X1';
    const TWIN = 'HKABC3X2';
    const pair = { maker: SOLE, checker: SOLE };
    const waive = (until: string | null, participant = 'ABC') =>
      desk.change('SOLE_DA_WAIVER', { participant, until, reason });
    const wish = async (surname: string) =>
      desk.propose(
        'PROFILE_CHANGE',
        { userId: 'HKABC103', version: await versionOf('HKABC103'), set: { surname } },
        SOLE,
      );
    const versionOf = async (u: string) =>
      (
        (await scene.service('approvals', 'query($u: ID) { standing(userId: $u) { version } }', { u })).data[
          'standing'
        ] as unknown as { version: number }
      ).version;
    const waived = async (u: string) =>
      ((await scene.service('approvals', STANDING, { u })).data['standing'] as unknown as { soleDaWaiver: boolean })
        .soleDaWaiver;
    beforeAll(async () => {
      const sole = { type: 'DA', participant: 'ABC', surname: 'SOLE', email: 'sole@abc.com.hk' } as const;
      await scene.write(async (tx, at) => {
        await createProfile(tx, { ...sole, userId: SOLE, groups: ['DA_MAKER', 'DA_CHECKER', 'EE'] }, at);
        await createProfile(tx, { ...sole, userId: TWIN, groups: ['DA_CHECKER', 'EE'] }, at);
      });
    });

    it('lets one administrator be both, on others only, and each use is audited', async () => {
      const proposal = await wish('SOLED');
      expect(await desk.check('PROFILE_CHANGE', proposal, pair)).toBe('MAKER_IS_CHECKER');
      expect(await desk.check('PROFILE_CHANGE', proposal, { maker: SOLE, checker: TWIN })).toBe('SAME_PERSON');
      await waive('2026-12-31');
      expect([await waived(SOLE), await waived('HKXYZ1X1'), await waived('HKEXOP01')]).toEqual([true, false, false]);
      expect(await desk.check('PROFILE_CHANGE', proposal, pair)).toBeNull();
      expect(await desk.check('PROFILE_CHANGE', proposal, { maker: SOLE, checker: TWIN })).toBeNull();
      expect(await desk.check('PROFILE_CHANGE', { ...proposal, targetUuid: await scene.uuid(SOLE) }, pair)).toBe(
        'CHECKER_IS_TARGET',
      );
      expect(await desk.apply('PROFILE_CHANGE', proposal, pair)).toBe('APPLIED');
      const uses = (await scene.audit()).filter((row) => row.action === 'sole-da');
      expect(uses).toMatchObject([{ actor: SOLE, target: 'HKABC103', outcome: 'SUCCESS' }]);
      expect(JSON.parse(uses[0]?.after_json ?? '')).toEqual({ checkedBy: SOLE });
    });

    it('is no waiver for two people, nor of roles, nor for the house', async () => {
      const proposal = await wish('OTHER');
      expect(await desk.apply('PROFILE_CHANGE', proposal, { maker: SOLE, checker: 'HKABC2X1' })).toBe('APPLIED');
      expect((await scene.audit()).filter((row) => row.action === 'sole-da')).toHaveLength(1);
      const another = await wish('MORE');
      const makerOnly = { maker: 'HKABC1X1', checker: 'HKABC1X1' };
      expect(await desk.check('PROFILE_CHANGE', another, makerOnly)).toBe('AUTHORISATION_FAILED');
      const house = await desk.propose('POLICY_CHANGE', { key: 'emailOtpAllowed', value: false, reason });
      expect(await desk.check('POLICY_CHANGE', house, { checker: 'HKEXOP01' })).toBe('MAKER_IS_CHECKER');
    });

    it('ends after its last day, or when the clearing house ends it', async () => {
      const proposal = await wish('LATE');
      scene.clock.set(new Date('2026-12-31T18:59:00+08:00'));
      expect(await desk.check('PROFILE_CHANGE', proposal, pair)).toBeNull();
      scene.clock.set(new Date('2027-01-01T00:00:00+08:00'));
      expect(await desk.check('PROFILE_CHANGE', proposal, pair)).toBe('MAKER_IS_CHECKER');
      expect(await waived(SOLE)).toBe(false);
      scene.clock.set(MONDAY);
      await waive(null);
      expect(await desk.apply('PROFILE_CHANGE', proposal, pair)).toBe('REFUSED MAKER_IS_CHECKER');
      expect(await waived(SOLE)).toBe(false);
    });

    it.each([
      ['an unknown participant', { participant: 'NOP', until: '2026-12-31' }, 'PARTICIPANT_UNKNOWN'],
      ['no participant', { until: '2026-12-31' }, 'PARTICIPANT_UNKNOWN'],
      ['a past day', { participant: 'XYZ', until: '2026-11-22' }, 'INVALID_DATE'],
      ['more than a year', { participant: 'XYZ', until: '2027-11-25' }, 'INVALID_DATE'],
      ['no day at all', { participant: 'XYZ', until: 'soon' }, 'INVALID_DATE'],
      ['an end of none', { participant: 'XYZ' }, 'NO_CHANGE'],
    ])('refuses %s', async (_, input, code) => {
      expect(await desk.refusal('SOLE_DA_WAIVER', { ...input, reason })).toBe(code);
    });
  });

  it('holds no function hours: the house works on a Sunday, in every phase', async () => {
    scene.clock.set(new Date('2026-11-29T03:00:00+08:00'));
    for (const phase of ['PRE_PARALLEL', 'END', 'PARALLEL'] as const) {
      await scene.write((tx, at) => setPhase(tx, phase, at));
      expect(await desk.refusal('CALENDAR_OVERRIDE', { date: '2026-12-15', reason })).toBeNull();
    }
  });
}
