import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { localDate } from '../function-hours/hong-kong-date.ts';
import type { Scene } from '../identity-scene.suite.ts';
import { asUsual, FORM, HOUSE, kindDesk, PAIR, PHASES } from './kind-desk.suite.ts';

const of = (userId: string, more: Record<string, unknown> = {}) => ({ userId, version: 1, ...more });

/** W8, deletion, with the warnings of W22, phase by phase; on either engine. */
export function deletionSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  const { refusal, proposed, check, apply, done, fresh, stored, live, events, phase, audited } = kindDesk(
    () => scene,
    'USER_DELETION',
  );
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => asUsual(scene));

  describe.each(PHASES)('deleting in %s', (when) => {
    beforeEach(() => phase(when));

    it('a user is the pair’s: the whole profile is shown, a tombstone is left, and nobody can do more to it', async () => {
      const userId = await fresh({ email: `gone${when}@abc.com.hk`, groups: ['COLLATERAL_ENQUIRY'] });
      const proposal = await proposed(PAIR[0], of(userId, { reason: 'Left the firm' }));
      expect(proposal).toMatchObject({
        before: { userId, status: 'ENABLED', surname: 'NG', groups: ['COLLATERAL_ENQUIRY'] },
        after: { status: 'DELETED', reason: 'Left the firm' },
        targetKey: proposal.targetUuid,
      });
      expect(await apply(PAIR, proposal)).toMatchObject({ outcome: 'APPLIED', version: 2 });
      const [tombstone] = await stored(userId);
      expect(tombstone).toMatchObject({ live_user_id: null, version: 2, security_version: 2 });
      expect(tombstone?.deleted_at).not.toBeNull();
      expect(await events(userId)).toEqual([
        {
          type: 'identity.profile-deleted',
          body: { profileUuid: proposal.targetUuid, userId, participant: 'ABC', email: `gone${when}@abc.com.hk` },
        },
        { type: 'identity.profile-changed', body: { profileUuid: proposal.targetUuid, userId } },
      ]);
      expect((await audited(userId)).at(-1)?.after_json).toContain('Left the firm');
      expect(await refusal(PAIR[0], of(userId))).toBe('USER_NOT_FOUND');
      expect(await apply(PAIR, proposal)).toMatchObject({ outcome: 'STALE' });
    });

    it(`shows the smartcard’s number and date ${when === 'END' ? 'to nobody any more' : 'to who decides'} (W21)`, async () => {
      const userId = await fresh({ srn: `SRN-${when}`, certificateExpiry: localDate('2028-01-31') });
      const proposal = await proposed(PAIR[0], of(userId));
      expect(await apply(PAIR, proposal)).toMatchObject({ outcome: 'APPLIED' });
      const shown = JSON.stringify([proposal, await audited(userId)]);
      expect([shown.includes(`SRN-${when}`), shown.includes('2028-01-31')]).toEqual([when !== 'END', when !== 'END']);
    });

    it('an administrator is the clearing house’s, on a form', async () => {
      const userId = await fresh({ type: 'DA', userId: `HKABC3Y${PHASES.indexOf(when) + 1}`, groups: ['DA_MAKER'] });
      expect(await refusal(PAIR[0], of(userId))).toBe('FIELD_NOT_EDITABLE');
      expect(await refusal(PAIR[0], of('HKABC1X1'))).toBe('FIELD_NOT_EDITABLE');
      expect(await refusal(HOUSE[0], of(userId))).toBe('FORM_REFERENCE_REQUIRED');
      expect(await done(HOUSE, of(userId, FORM))).toMatchObject({ outcome: 'APPLIED' });
    });

    it('a user is not the clearing house’s, unless it breaks the glass (A3)', async () => {
      const userId = await fresh();
      expect(await refusal(HOUSE[0], of(userId, FORM))).toBe('PHASE_FORBIDS');
      const broken = of(userId, { ...FORM, breakGlassReason: 'Court order 7' });
      const proposal = await proposed(HOUSE[0], broken);
      expect(proposal.warnings).toEqual([expect.stringContaining('Court order 7')]);
      expect(await apply(HOUSE, proposal, `glass-${when}`)).toMatchObject({ outcome: 'APPLIED' });
      expect((await events(userId)).find((event) => event.type === 'identity.break-glass')?.body).toEqual({
        ...{ participant: 'ABC', userId, kind: 'USER_DELETION', reason: 'Court order 7', requestId: `glass-${when}` },
      });
      expect((await audited(userId)).at(-1)).toMatchObject({ action: 'change.break-glass', outcome: 'SUCCESS' });
    });
  });

  it.each([
    ['an absent user', of('HKABC499'), 'USER_NOT_FOUND'],
    ["another participant's user", of('HKXYZ101'), 'USER_NOT_FOUND'],
    ['an old version', of('HKABC102', { version: 0 }), 'PROFILE_STALE'],
    ['no version', { userId: 'HKABC102' }, 'INVALID_INPUT'],
    ['a field it does not know', of('HKABC102', { set: {} }), 'INVALID_INPUT'],
    ['a reason of many lines', of('HKABC102', { reason: 'a\nb' }), 'INVALID_INPUT'],
    ['an endless reason', of('HKABC102', { reason: 'x'.repeat(201) }), 'INVALID_INPUT'],
    ['a break-glass reason', of('HKABC102', { breakGlassReason: 'x' }), 'INVALID_INPUT'],
  ])('refuses %s', async (_, input, code) => {
    expect(await refusal(PAIR[0], input)).toBe(code);
  });

  it('lets nobody delete himself, also as a user who administers from END on', async () => {
    await phase('END');
    const userId = await fresh({ groups: ['DA_MAKER', 'EE', 'COVERED_CALL'], email: 'self@abc.com.hk' });
    expect(await refusal(userId, of(userId))).toBe('MAKER_IS_TARGET');
    const proposal = await proposed(PAIR[0], of(userId));
    expect(await check([userId, 'HKABC2X1'], proposal)).toBe('MAKER_IS_TARGET');
    expect(await apply([userId, 'HKABC2X1'], proposal)).toMatchObject({ outcome: 'REFUSED' });
    expect(await live(userId)).toBeDefined();
  });

  it('warns of the last enabled holder of a business group in the participant', async () => {
    const userId = await fresh({ groups: ['STOCK_COLLATERAL_AUTH'] });
    const warnings = async () => (await proposed(PAIR[0], of(userId))).warnings;
    expect(await warnings()).toEqual([
      `${userId} is the last enabled holder of STOCK_COLLATERAL_AUTH in the participant.`,
    ]);
    await fresh({ groups: ['STOCK_COLLATERAL_AUTH'], status: 'DISABLED' });
    expect(await warnings()).toHaveLength(1);
    await fresh({ groups: ['COVERED_CALL', 'STOCK_COLLATERAL_AUTH'] });
    expect(await warnings()).toEqual([]);
  });

  it('warns when the participant would be left without a usable maker or checker (W18)', async () => {
    const maker = await fresh({ userId: 'HKXYZ4X1', participant: 'XYZ', type: 'DA', groups: ['DA_MAKER', 'EE'] });
    const warnings = async (userId: string) => (await proposed(HOUSE[0], of(userId, FORM))).warnings;
    expect(await warnings('HKXYZ2X1')).toEqual(['XYZ would be left without a usable DA Checker.']);
    expect(await warnings(maker)).toEqual([]);
    await done(HOUSE, of(maker, FORM));
    expect(await warnings('HKXYZ1X1')).toEqual(['XYZ would be left without a usable DA Maker.']);
  });

  it('compares with the administrator’s ID of the same person and warns of the groups it lacks (W22)', async () => {
    await phase('END');
    const person = { surname: 'YIP', otherNames: 'Mei Ling', email: 'yip@abc.com.hk' };
    const groups = ['COLLATERAL_ENQUIRY', 'MONEY_SETTLEMENT'];
    await fresh({ ...person, type: 'DA', userId: 'HKABC3Z1', groups: ['DA_MAKER', 'EE', 'COLLATERAL_ENQUIRY'] });
    const userId = await fresh({ ...person, surname: 'Yip', email: 'YIP@abc.com.hk', groups });
    await fresh({ groups });
    expect((await proposed(PAIR[0], of(userId))).warnings).toEqual([
      'HKABC3Z1 looks like the same person and lacks MONEY_SETTLEMENT: give it these groups first.',
    ]);
    const other = await fresh({ ...person, surname: 'YIU', groups });
    expect((await proposed(PAIR[0], of(other))).warnings).toEqual([]);
  });

  it('decided by 16 at once happens once', async () => {
    const userId = await fresh();
    const proposals = await Promise.all(Array.from({ length: 16 }, () => proposed(PAIR[0], of(userId))));
    const outcomes = await Promise.all(proposals.map((each) => apply(PAIR, each)));
    expect(outcomes.filter((each) => each.outcome === 'APPLIED')).toHaveLength(1);
    expect(outcomes.filter((each) => each.outcome === 'STALE')).toHaveLength(15);
    expect((await events(userId)).filter((event) => event.type === 'identity.profile-deleted')).toHaveLength(1);
  });
}
