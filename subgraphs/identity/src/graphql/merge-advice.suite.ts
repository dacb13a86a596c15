import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { createProfile, type NewProfile, setPhase } from '../index.ts';

const ADVICE = `query($u: ID!) { mergeAdvice(userId: $u) { administrator { userId } nextStep
  candidates { profile { userId email } lackingGroups { code } } } }`;
const person = { participant: 'ABC', surname: 'YIP', otherNames: 'Mei Ling', email: 'yip@abc.com.hk' } as const;
const profiles: readonly NewProfile[] = [
  { ...person, userId: 'HKABC3X1', type: 'DA', groups: ['DA_MAKER', 'EE', 'COLLATERAL_ENQUIRY'] },
  { ...person, userId: 'HKABC301', type: 'USER', groups: ['COLLATERAL_ENQUIRY', 'COVERED_CALL'], surname: 'Yip' },
  { ...person, userId: 'HKABC302', type: 'USER', groups: ['COVERED_CALL'], surname: 'YIU' },
  { ...person, userId: 'HKABC303', type: 'USER', groups: ['COVERED_CALL'], email: 'other@abc.com.hk' },
  { ...person, userId: 'HKXYZ301', type: 'USER', groups: ['COVERED_CALL'], participant: 'XYZ' },
];

/** W22: what to do about two IDs of one person; on either engine. */
export function mergeAdviceSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  const advise = async (who: string, userId = 'HKABC3X1') => {
    const answer = await scene.as(who, ADVICE, { u: userId });
    return answer.codes.length > 0 ? answer.codes[0] : (answer.data['mergeAdvice'] as unknown);
  };
  beforeAll(async () => {
    scene = await open();
    await scene.write(async (tx, at) => {
      for (const profile of profiles) await createProfile(tx, profile, at);
    });
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    scene.clock.set(MONDAY);
    await scene.write((tx, at) => setPhase(tx, 'END', at));
  });

  describe('advice on merging an administrator’s two IDs (W22)', () => {
    it('names the user profile with the same names and mailbox, the groups to give first, and the next step', async () => {
      for (const who of ['HKABC1X1', 'HKABC2X1', 'HKEXOP01'])
        expect(await advise(who, 'hkabc3x1')).toEqual({
          administrator: { userId: 'HKABC3X1' },
          candidates: [
            { profile: { userId: 'HKABC301', email: 'yip@abc.com.hk' }, lackingGroups: [{ code: 'COVERED_CALL' }] },
          ],
          nextStep: 'Give HKABC3X1 COVERED_CALL, then delete HKABC301.',
        });
    });

    it('says before END that it is too early, and when there is nothing to merge', async () => {
      await scene.write((tx, at) => setPhase(tx, 'PARALLEL', at));
      expect(await advise('HKABC1X1')).toMatchObject({ nextStep: expect.stringContaining('until END') });
      expect(await advise('HKABC1X1', 'HKABC2X1')).toMatchObject({
        ...{ candidates: [], nextStep: expect.stringContaining('No user profile') },
      });
    });

    it('is null for a user, a stranger and nobody, and closed to who may not enquire or outside function hours', async () => {
      expect(await advise('HKABC1X1', 'HKABC301')).toBeNull();
      expect(await advise('HKXYZ1X1')).toBeNull();
      expect(await advise('HKXYZ1X1', 'HKABC3Z9')).toBeNull();
      expect(await advise('HKABC102')).toBe('NOT_PERMITTED');
      expect((await scene.anonymous(ADVICE, { u: 'HKABC3X1' })).codes).toEqual(['UNAUTHENTICATED']);
      scene.clock.set(new Date('2026-11-22T10:00:00+08:00'));
      expect(await advise('HKABC1X1')).toBe('OUTSIDE_FUNCTION_HOURS');
      expect((await scene.audit()).at(-1)).toMatchObject({ action: 'profile.enquire', code: 'OUTSIDE_FUNCTION_HOURS' });
    });
  });
}
