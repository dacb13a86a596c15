import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { createProfile } from '../index.ts';
import { changeDesk } from './change-desk.suite.ts';

/** The rules of W2 on maker and checker; they hold on either engine. */
export function decideSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  const { check } = changeDesk(() => scene);
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.clock.set(MONDAY));

  describe('checking a decision', () => {
    it('finds nothing against a good pair of the same participant, or of the house', async () => {
      expect(await check('HKABC1X1', 'HKABC2X1', 'HKABC101')).toBeNull();
      expect(await check('HKEXOP01', 'HKEXAP01', 'HKABC2X1')).toBeNull();
    });

    it.each([
      ['maker as checker', 'HKABC1X1', 'HKABC1X1', 'HKABC101', 'MAKER_IS_CHECKER'],
      ['checker as target', 'HKABC1X1', 'HKABC2X1', 'HKABC2X1', 'CHECKER_IS_TARGET'],
      ['maker as target', 'HKABC1X1', 'HKABC2X1', 'HKABC1X1', 'MAKER_IS_TARGET'],
      ['a checker of another participant', 'HKABC1X1', 'HKXYZ2X1', 'HKABC101', 'AUTHORISATION_FAILED'],
      ['an absent checker', 'HKABC1X1', 'HKABC2X9', 'HKABC101', 'AUTHORISATION_FAILED'],
      ['a maker who is no checker', 'HKABC1X1', 'HKABC1X2', 'HKABC101', 'AUTHORISATION_FAILED'],
      ['a business user', 'HKABC1X1', 'HKABC102', 'HKABC101', 'AUTHORISATION_FAILED'],
      [
        "the house's approver for an administrator's change",
        'HKABC1X1',
        'HKEXAP01',
        'HKABC101',
        'AUTHORISATION_FAILED',
      ],
      ["an administrator for the house's change", 'HKEXOP01', 'HKABC2X1', 'HKABC1X2', 'AUTHORISATION_FAILED'],
      ['a maker without rights', 'HKABC1X2', 'HKABC2X1', 'HKABC101', 'MAKER_NOT_PERMITTED'],
      ['a target of another participant', 'HKABC1X1', 'HKABC2X1', 'HKXYZ101', 'PROFILE_STALE'],
    ])('refuses %s', async (...[, maker, checker, target, code]) => {
      expect((await check(maker, checker, target))?.code).toBe(code);
    });

    it('refuses two profiles of one person: the same mailbox in any spelling, or the same card', async () => {
      await scene.write(async (tx, at) => {
        const pair = { type: 'DA', participant: 'ABC', surname: 'TWIN', groups: ['DA_CHECKER', 'EE'] } as const;
        await createProfile(tx, { ...pair, userId: 'HKABC2X5', email: 'MAKER@abc.com.hk' }, at);
        await createProfile(tx, { ...pair, userId: 'HKABC2X6', srn: 'CARD-7' }, at);
        await createProfile(tx, { ...pair, userId: 'HKABC1X6', srn: 'CARD-7', groups: ['DA_MAKER', 'EE'] }, at);
      });
      expect((await check('HKABC1X1', 'HKABC2X5', 'HKABC101'))?.code).toBe('SAME_PERSON');
      expect((await check('HKABC1X6', 'HKABC2X6', 'HKABC101'))?.code).toBe('SAME_PERSON');
      expect(await check('HKABC1X1', 'HKABC2X6', 'HKABC101')).toBeNull();
    });

    it('refuses outside function hours and on a version that has moved on', async () => {
      expect((await check('HKABC1X1', 'HKABC2X1', 'HKABC101', 2))?.code).toBe('PROFILE_STALE');
      scene.clock.set(new Date('2026-11-21T13:00:00+08:00'));
      expect(await check('HKABC1X1', 'HKABC2X1', 'HKABC101')).toEqual({
        code: 'OUTSIDE_FUNCTION_HOURS',
        nextOpening: '2026-11-22T23:00:00.000Z',
      });
    });
  });
}
