import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { asUsual, FORM, HOUSE, kindDesk, PAIR, PHASES } from './kind-desk.suite.ts';

const to = (userId: string, groups: unknown, more: Record<string, unknown> = {}) => ({
  ...{ userId, groups, version: 1 },
  ...more,
});

/** W9, group maintenance, phase by phase; on either engine. */
export function groupsSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  const { refusal, proposed, check, apply, done, fresh, live, events, phase, audited } = kindDesk(
    () => scene,
    'GROUP_ASSIGNMENT',
  );
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => asUsual(scene));

  describe.each(PHASES)('assigning groups in %s', (when) => {
    const index = PHASES.indexOf(when) + 1;
    beforeEach(() => phase(when));

    it('gives a user exactly the business groups of the pair’s choice, and ends sessions', async () => {
      const userId = await fresh({ groups: ['COVERED_CALL', 'MONEY_SETTLEMENT'] });
      const proposal = await proposed(PAIR[0], to(userId, ['report_download', 'MONEY_SETTLEMENT', 'MONEY_SETTLEMENT']));
      expect(proposal).toMatchObject({
        before: { groups: ['COVERED_CALL', 'MONEY_SETTLEMENT'] },
        after: { groups: ['MONEY_SETTLEMENT', 'REPORT_DOWNLOAD'] },
        summary: `Groups of user profile ${userId}: +REPORT_DOWNLOAD -COVERED_CALL`,
        warnings: [],
      });
      expect(await apply(PAIR, proposal)).toMatchObject({ outcome: 'APPLIED' });
      expect(await live(userId)).toMatchObject({
        ...{ group_codes: ' MONEY_SETTLEMENT REPORT_DOWNLOAD ', version: 2, security_version: 2 },
      });
      expect(await events(userId)).toMatchObject([
        { type: 'identity.groups-changed', body: { given: ['REPORT_DOWNLOAD'], taken: ['COVERED_CALL'] } },
        { type: 'identity.profile-changed' },
      ]);
    });

    it('gives administrators’ groups to a user by the clearing house only, and only at END', async () => {
      const userId = await fresh({ groups: ['COVERED_CALL'] });
      const wanted = to(userId, ['COVERED_CALL', 'DA_MAKER', 'EE']);
      expect(await refusal(PAIR[0], wanted)).toBe('GROUP_NOT_ASSIGNABLE');
      expect(await refusal(HOUSE[0], { ...wanted, ...FORM })).toBe(when === 'END' ? undefined : 'PHASE_FORBIDS');
      const glass = { ...wanted, ...FORM, breakGlassReason: 'urgent' };
      expect(await refusal(HOUSE[0], glass)).toBe(when === 'END' ? undefined : 'PHASE_FORBIDS');
    });

    it('gives business groups to an administrator only at END, by the pair or the clearing house', async () => {
      const userId = await fresh({ type: 'DA', userId: `HKABC3X${index}`, groups: ['DA_MAKER', 'EE'] });
      const wanted = to(userId, ['DA_MAKER', 'EE', 'COVERED_CALL']);
      const expected = when === 'END' ? undefined : 'PHASE_FORBIDS';
      expect(await refusal(PAIR[0], wanted)).toBe(expected);
      expect(await refusal(HOUSE[0], { ...wanted, ...FORM })).toBe(expected);
      const glass = { ...wanted, ...FORM, breakGlassReason: 'urgent' };
      expect(await refusal(HOUSE[0], glass)).toBe(expected ?? 'INVALID_INPUT');
    });

    it('leaves an administrator’s own groups to the clearing house, who keeps him one', async () => {
      const userId = await fresh({ type: 'DA', userId: `HKABC3X${index + 3}`, groups: ['DA_MAKER', 'EE'] });
      expect(await refusal(PAIR[0], to(userId, ['DA_MAKER', 'DA_CHECKER', 'EE']))).toBe('GROUP_NOT_ASSIGNABLE');
      expect(await refusal(HOUSE[0], to(userId, ['EE'], FORM))).toBe('GROUP_NOT_ASSIGNABLE');
      expect(await done(HOUSE, to(userId, ['DA_CHECKER', 'EE'], FORM))).toMatchObject({ outcome: 'APPLIED' });
    });

    it('gives the clearing house’s business groups on a user only by breaking the glass', async () => {
      const userId = await fresh();
      expect(await refusal(HOUSE[0], to(userId, ['COVERED_CALL'], FORM))).toBe('PHASE_FORBIDS');
      const glass = { ...FORM, breakGlassReason: 'Nobody is left' };
      expect(await done(HOUSE, to(userId, ['COVERED_CALL'], glass))).toMatchObject({ outcome: 'APPLIED' });
    });
  });

  it("never gives the house's groups to a participant's profile, not even by the house at END", async () => {
    await phase('END');
    const userId = await fresh({ groups: ['COVERED_CALL'] });
    const wanted = to(userId, ['COVERED_CALL', 'HKEX_OPERATOR'], FORM);
    expect(await refusal(HOUSE[0], wanted)).toBe('GROUP_NOT_ASSIGNABLE');
    const administrator = to('HKABC1X2', ['DA_MAKER', 'HKEX_APPROVER'], FORM);
    expect(await refusal(HOUSE[0], administrator)).toBe('GROUP_NOT_ASSIGNABLE');
    const good = await proposed(HOUSE[0], to(userId, ['COVERED_CALL', 'DA_MAKER'], FORM));
    const payload = { ...good.payload, groups: ['COVERED_CALL', 'HKEX_OPERATOR'] };
    expect(await apply(HOUSE, { ...good, payload })).toMatchObject({ refusal: { code: 'GROUP_NOT_ASSIGNABLE' } });
  });

  it('takes by the cells by which it gives: an administrator’s group is not dropped by the pair', async () => {
    await phase('END');
    const userId = await fresh({ groups: ['COVERED_CALL', 'DA_CHECKER', 'EE'] });
    expect(await refusal(PAIR[0], to(userId, ['COVERED_CALL']))).toBe('GROUP_NOT_ASSIGNABLE');
    expect(await refusal(PAIR[0], to(userId, ['DA_CHECKER', 'EE']))).toBeUndefined();
    expect(await done(HOUSE, to(userId, ['COVERED_CALL'], FORM))).toMatchObject({ outcome: 'APPLIED' });
  });

  it('decided after the phase was rolled back changes nothing', async () => {
    await phase('END');
    const userId = await fresh({ type: 'DA', userId: 'HKABC3X8', groups: ['DA_MAKER', 'EE'] });
    const proposal = await proposed(PAIR[0], to(userId, ['DA_MAKER', 'EE', 'COVERED_CALL']));
    await phase('PARALLEL');
    expect(await check(PAIR, proposal)).toBe('PHASE_FORBIDS');
    expect(await apply(PAIR, proposal)).toMatchObject({ outcome: 'REFUSED', refusal: { code: 'PHASE_FORBIDS' } });
  });

  describe('the people of the change', () => {
    it('let a maker choose his own business groups at END, flagged', async () => {
      await phase('END');
      const maker = await fresh({
        type: 'DA',
        userId: 'HKABC3X9',
        groups: ['DA_MAKER', 'EE'],
        email: 'own@abc.com.hk',
      });
      const proposal = await proposed(maker, to(maker, ['DA_MAKER', 'EE', 'COVERED_CALL']));
      expect(proposal.warnings).toEqual([`${maker} is the maker of this change and the one whose groups change.`]);
      expect(await check([maker, 'HKABC2X1'], proposal)).toBeUndefined();
      expect(await apply([maker, 'HKABC2X1'], proposal)).toMatchObject({ outcome: 'APPLIED' });
      expect((await audited(maker)).at(-1)?.after_json).toContain('"makerIsTarget":true');
      expect(await refusal(maker, to(maker, ['DA_MAKER', 'DA_CHECKER', 'EE', 'COVERED_CALL'], { version: 2 }))).toBe(
        'GROUP_NOT_ASSIGNABLE',
      );
    });

    it('never let a checker decide on his own groups', async () => {
      await phase('END');
      const proposal = await proposed(PAIR[0], to('HKABC2X1', ['DA_CHECKER', 'EE', 'COVERED_CALL']));
      expect(await check(PAIR, proposal)).toBe('CHECKER_IS_TARGET');
      expect(await apply(PAIR, proposal)).toMatchObject({ refusal: { code: 'CHECKER_IS_TARGET' } });
      expect(await live('HKABC2X1')).toMatchObject({ group_codes: ' DA_CHECKER EE ' });
    });
  });

  it.each([
    ['the groups he has', to('HKABC102', ['COLLATERAL_ENQUIRY']), 'NO_CHANGE'],
    ['an unknown group', to('HKABC102', ['NONE']), 'GROUP_UNKNOWN'],
    ["the house's group", to('HKABC102', ['HKEX_APPROVER']), 'GROUP_NOT_ASSIGNABLE'],
    ['no list', to('HKABC102', 'COVERED_CALL'), 'INVALID_INPUT'],
    ['a list of something else', to('HKABC102', [7]), 'INVALID_INPUT'],
    ['an old version', to('HKABC102', [], { version: 9 }), 'PROFILE_STALE'],
    ["another participant's user", to('HKXYZ101', []), 'USER_NOT_FOUND'],
  ])('refuses %s', async (_, input, code) => {
    expect(await refusal(PAIR[0], input)).toBe(code);
  });

  it('trusts no payload: forged groups are refused where they are applied', async () => {
    const userId = await fresh();
    const proposal = await proposed(PAIR[0], to(userId, ['COVERED_CALL']));
    for (const payload of [
      { groups: ['DA_MAKER'] },
      { groups: ['HKEX_OPERATOR'] },
      { groups: ['?'] },
      {},
      { groups: 1 },
    ])
      expect((await apply(PAIR, { ...proposal, payload })).outcome).toBe('REFUSED');
    expect(await live(userId)).toMatchObject({ group_codes: '', version: 1 });
  });

  it('warns when taking a group leaves the participant without a usable checker', async () => {
    const proposal = await proposed(HOUSE[0], to('HKXYZ2X1', ['DA_CHECKER'], FORM));
    expect(proposal.warnings).toEqual(['XYZ would be left without a usable DA Checker.']);
  });
}
