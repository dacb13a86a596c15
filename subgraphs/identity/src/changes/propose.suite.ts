import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { setPhase } from '../index.ts';
import { changeDesk, PROPOSE, onForm, wish } from './change-desk.suite.ts';

/** The rules of W1 where a change is proposed; they hold on either engine. */
export function proposeSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  const { fresh, propose, refusal, stored } = changeDesk(() => scene);
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.clock.set(MONDAY));

  describe('proposing a profile change', () => {
    it('answers before, after, version, expiry and the sentence of its success, and changes nothing', async () => {
      const userId = await fresh();
      const outcome = await propose(
        'HKABC1X1',
        wish(userId.toLowerCase(), { email: ' Ng@ABC.com.hk ', surname: 'NG', disableAfter: '2027-12-31' }),
      );
      expect(outcome.refusal).toBeNull();
      expect(outcome.proposal).toEqual({
        targetUuid: await scene.uuid(userId),
        targetUserId: userId,
        participant: 'ABC',
        before: { email: null, disableAfter: null },
        after: { email: 'Ng@abc.com.hk', disableAfter: '2027-12-31' },
        payload: {
          set: { email: 'Ng@abc.com.hk', disableAfter: '2027-12-31' },
          grounds: { formReference: null, breakGlassReason: null },
        },
        version: 1,
        warnings: [],
        expiresAt: '2026-11-25T11:00:00.000Z',
        summary: `Change of user profile ${userId}: email, disableAfter`,
        successMessage: 'The above user profile is changed successfully',
      });
      expect(await stored(userId)).toMatchObject({ email: null, version: 1 });
    });

    it('warns of public providers, foreign domains and shared mailboxes, and spares a settlement agent the domain', async () => {
      const userId = await fresh();
      const agent = await fresh({ settlementAgentName: 'Agent Bank' });
      const warnings = async (who: string, email: string) =>
        (await propose('HKABC1X1', wish(who, { email }))).proposal?.warnings;
      expect(await warnings(userId, 'ng@gmail.com')).toHaveLength(1);
      expect(await warnings(userId, 'ng@elsewhere.com')).toHaveLength(1);
      expect(await warnings(userId, 'zoe.oneil@abc.com.hk')).toEqual([expect.stringContaining('same address')]);
      expect(await warnings(userId, 'wong@xyz.com')).toEqual([expect.stringContaining('not among')]);
      expect(await warnings(agent, 'ng@agent.com')).toEqual([]);
    });

    it.each([
      ['an absent user', 'HKABC1X1', wish('HKABC399', { email: 'a@abc.com.hk' }), 'USER_NOT_FOUND'],
      ['a malformed ID', 'HKABC1X1', wish('HK ABC', { email: 'a@abc.com.hk' }), 'USER_NOT_FOUND'],
      ["another participant's user", 'HKABC1X1', wish('HKXYZ101', { email: 'a@abc.com.hk' }), 'USER_NOT_FOUND'],
      ["the house's staff", 'HKABC1X1', wish('HKEXOP01', { email: 'a@abc.com.hk' }), 'USER_NOT_FOUND'],
      ['an administrator', 'HKABC1X1', wish('HKABC2X1', { email: 'a@abc.com.hk' }), 'FIELD_NOT_EDITABLE'],
      ['the maker himself', 'HKABC1X1', wish('HKABC1X1', { email: 'a@abc.com.hk' }), 'FIELD_NOT_EDITABLE'],
      ['an old version', 'HKABC1X1', wish('HKABC102', { email: 'a@abc.com.hk' }, 0), 'PROFILE_STALE'],
      ['nothing new', 'HKABC1X1', wish('HKABC102', { email: 'Zoe.ONeil@ABC.COM.HK' }), 'NO_CHANGE'],
      ['nothing at all', 'HKABC1X1', wish('HKABC102', {}), 'NO_CHANGE'],
      ['a wrong email', 'HKABC1X1', wish('HKABC102', { email: 'a@abc.com.hk\r\nBcc: b@abc.com.hk' }), 'INVALID_EMAIL'],
      ['a number for an email', 'HKABC1X1', wish('HKABC102', { email: 7 }), 'INVALID_EMAIL'],
      ['no email any more', 'HKABC1X1', wish('HKABC102', { email: null }), 'EMAIL_REQUIRED'],
      ['no surname any more', 'HKABC1X1', wish('HKABC102', { surname: ' ' }), 'INVALID_NAME'],
      ['no real date', 'HKABC1X1', wish('HKABC102', { disableAfter: '2026-02-29' }), 'INVALID_DATE'],
      [
        'an end before the beginning',
        'HKABC1X1',
        wish('HKABC102', { enableFrom: '2027-01-02', disableAfter: '2027-01-01' }),
        'INVALID_DATE',
      ],
      ['an unknown option', 'HKABC1X1', wish('HKABC102', { clearingHouseOptions: 'cash' }), 'INVALID_OPTION'],
      ['the status', 'HKABC1X1', wish('HKABC102', { status: 'DISABLED' }), 'INVALID_INPUT'],
      ['the groups', 'HKABC1X1', wish('HKABC102', { groups: ['DA_MAKER'] }), 'INVALID_INPUT'],
      [
        'the prototype',
        'HKABC1X1',
        { userId: 'HKABC102', version: 1, set: JSON.parse('{"__proto__": {"email": "a@abc.com.hk"}}') },
        'INVALID_INPUT',
      ],
      ['no version', 'HKABC1X1', { userId: 'HKABC102', set: { email: 'a@abc.com.hk' } }, 'INVALID_INPUT'],
      ['a list', 'HKABC1X1', [], 'INVALID_INPUT'],
      ['anything by a checker', 'HKABC2X1', wish('HKABC102', { email: 'a@abc.com.hk' }), 'NOT_PERMITTED'],
      ['anything by a maker without EE', 'HKABC1X2', wish('HKABC102', { email: 'a@abc.com.hk' }), 'NOT_PERMITTED'],
      ['anything by a business user', 'HKABC102', wish('HKABC101', { email: 'a@abc.com.hk' }), 'NOT_PERMITTED'],
      ["anything by the house's approver", 'HKEXAP01', wish('HKABC2X1', { email: 'a@abc.com.hk' }), 'NOT_PERMITTED'],
      ['anything by nobody', 'HKABC398', wish('HKABC101', { email: 'a@abc.com.hk' }), 'NOT_PERMITTED'],
      ['a user by the house', 'HKEXOP01', wish('HKABC102', { email: 'a@abc.com.hk' }), 'PHASE_FORBIDS'],
      ["the house's own by the house", 'HKEXOP01', wish('HKEXAP01', { email: 'a@abc.com.hk' }), 'FIELD_NOT_EDITABLE'],
    ])('refuses %s', async (_, maker, wanted, code) => {
      expect(await refusal(maker, wanted)).toBe(code);
    });

    it('lets the house change administrators in every phase and at any hour', async () => {
      scene.clock.set(new Date('2026-11-22T03:00:00+08:00'));
      for (const phase of ['PRE_PARALLEL', 'PARALLEL', 'END'] as const) {
        await scene.write((tx, at) => setPhase(tx, phase, at));
        expect(await refusal('HKEXOP01', onForm('HKABC2X1'))).toBeUndefined();
        expect(await refusal('HKEXOP01', wish('HKABC102', { email: 'lee@abc.com.hk' }))).toBe('PHASE_FORBIDS');
      }
      await scene.write((tx, at) => setPhase(tx, 'PARALLEL', at));
    });

    it('changes nothing for the house without a form, and takes none from administrators (W18)', async () => {
      expect(await refusal('HKEXOP01', wish('HKABC2X1', { email: 'lee@abc.com.hk' }))).toBe('FORM_REFERENCE_REQUIRED');
      expect(await refusal('HKEXOP01', { ...onForm('HKABC2X1'), formReference: '../x' })).toBe('INVALID_INPUT');
      const byAdministrator = { ...wish('HKABC101', { email: 'wong@abc.com.hk' }), formReference: 'DA3-2026-000001' };
      expect(await refusal('HKABC1X1', byAdministrator)).toBe('INVALID_INPUT');
    });

    it('lets the house break the glass on a user profile, with a reason (A3)', async () => {
      const onUser = { ...onForm('HKABC102'), breakGlassReason: 'Both administrators are unreachable' };
      expect(await refusal('HKEXOP01', onForm('HKABC102'))).toBe('PHASE_FORBIDS');
      expect(await refusal('HKEXOP01', onUser)).toBeUndefined();
      expect(await refusal('HKEXOP01', { ...onUser, breakGlassReason: ' ' })).toBe('INVALID_INPUT');
    });

    it('lets administrators register emails in every phase', async () => {
      for (const phase of ['PRE_PARALLEL', 'END', 'PARALLEL'] as const) {
        await scene.write((tx, at) => setPhase(tx, phase, at));
        expect(await refusal('HKABC1X1', wish('HKABC101', { email: 'wong@abc.com.hk' }))).toBeUndefined();
      }
    });

    it('is closed at 19:00:00.000, with the next opening, and audited', async () => {
      scene.clock.set(new Date('2026-11-23T18:59:59.999+08:00'));
      expect(await refusal('HKABC1X1', wish('HKABC101', { email: 'wong@abc.com.hk' }))).toBeUndefined();
      scene.clock.set(new Date('2026-11-23T19:00:00.000+08:00'));
      const outcome = await propose('HKABC1X1', wish('HKABC101', { email: 'wong@abc.com.hk' }));
      expect(outcome.refusal).toMatchObject({
        code: 'OUTSIDE_FUNCTION_HOURS',
        nextOpening: '2026-11-23T23:00:00.000Z',
      });
      expect((await scene.audit()).at(-1)).toMatchObject({
        action: 'change.propose',
        outcome: 'REFUSED',
        actor: 'HKABC1X1',
        target: 'HKABC101',
        code: 'OUTSIDE_FUNCTION_HOURS',
      });
    });

    it('works to the last day that the calendar knows, and for the house beyond it (domain 5.2, 5.4)', async () => {
      scene.clock.set(new Date('2027-12-31T10:00:00+08:00'));
      const last = await propose('HKABC1X1', wish('HKABC101', { email: 'wong@abc.com.hk' }));
      expect(last.proposal?.expiresAt).toBe('2027-12-31T11:00:00.000Z');
      scene.clock.set(new Date('2028-01-03T10:00:00+08:00'));
      expect(await refusal('HKABC1X1', wish('HKABC101', { email: 'wong@abc.com.hk' }))).toBe('OUTSIDE_FUNCTION_HOURS');
      const ofHouse = await propose('HKEXOP01', onForm('HKABC2X1'));
      expect(ofHouse.proposal?.expiresAt).toBe('2028-01-06T02:00:00.000Z');
    });

    it('is open to Approvals alone, and an unknown kind is a fault', async () => {
      const variables = { a: await scene.uuid('HKABC1X1'), i: wish('HKABC101', { email: 'a@abc.com.hk' }) };
      expect((await scene.service('gateway', PROPOSE, variables)).codes).toEqual(['FORBIDDEN']);
      expect((await scene.as('HKABC1X1', PROPOSE, variables)).codes).toEqual(['FORBIDDEN']);
      expect((await scene.service('approvals', PROPOSE.replace('PROFILE_CHANGE', 'NO_SUCH'), variables)).codes).toEqual(
        ['UNKNOWN_CHANGE_KIND'],
      );
    });
  });
}
