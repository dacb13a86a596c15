import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { setStatus } from '../index.ts';
import { sceneHere } from '../scene-here.suite.ts';

const OWNER = 'query($k: ID!, $u: ID!) { sessionOwner(keeperUuid: $k, userId: $u) { userId participant email } }';

describe('who may see and end whose sessions (SE3, A1)', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await sceneHere();
  });
  afterAll(() => scene.close());

  const keeps = async (keeper: string, u: string) => {
    const { data } = await scene.service('authentication', OWNER, { k: await scene.uuid(keeper), u });
    return (data['sessionOwner'] as unknown as { userId: string } | null)?.userId ?? null;
  };

  it.each([
    ['a DA Maker', 'HKABC1X1', 'HKABC101', 'a user of his participant', true],
    ['a DA Checker', 'HKABC2X1', 'HKABC101', 'a user of his participant', true],
    ['a DA Maker', 'HKABC1X1', 'HKABC103', 'a disabled user of his participant', true],
    ['a DA Maker', 'HKABC1X1', 'HKABC2X1', 'another administrator', false],
    ['a DA Maker', 'HKABC1X1', 'HKXYZ101', 'a user of another participant', false],
    ['a DA Maker', 'HKABC1X1', 'HKEXOP01', 'staff of the house', false],
    ['an administrator without EE', 'HKABC1X2', 'HKABC101', 'a user', false],
    ['a user', 'HKABC101', 'HKABC102', 'another user', false],
    ['an operator', 'HKEXOP01', 'HKABC101', 'a user', true],
    ['an approver', 'HKEXAP01', 'HKABC1X1', 'an administrator', true],
    ['an operator', 'HKEXOP01', 'HKEXAP01', 'staff of the house', true],
    ['a report reader', 'HKEXRR01', 'HKABC101', 'a user', false],
  ])('%s (%s), those of %s, %s: %s', async (_who, keeper, userId, _whom, may) => {
    expect(await keeps(keeper, userId)).toBe(may ? userId : null);
  });

  it('an ID that nobody has, or that can be nobody’s, looks as a foreign one', async () => {
    for (const userId of ['HKABC999', 'no id', '']) expect(await keeps('HKABC1X1', userId)).toBeNull();
  });

  it('ends with the keeper’s own standing', async () => {
    expect(await keeps('HKXYZ1X1', 'HKXYZ101')).toBe('HKXYZ101');
    await scene.write((tx, now) => setStatus(tx, { userId: 'HKXYZ1X1' }, 'DISABLED', now));
    expect(await keeps('HKXYZ1X1', 'HKXYZ101')).toBeNull();
  });

  it('is asked by Authentication alone', async () => {
    const variables = { k: await scene.uuid('HKABC1X1'), u: 'HKABC101' };
    for (const asked of [
      scene.as('HKABC1X1', OWNER, variables),
      scene.service('approvals', OWNER, variables),
      scene.anonymous(OWNER, variables),
    ])
      expect((await asked).codes).toEqual(['FORBIDDEN']);
  });
});
