import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { createProfile, deleteProfile } from '../index.ts';
import { sceneHere } from '../scene-here.suite.ts';

const FREE = 'query($p: ID!, $n: Int) { freeAdministratorIds(participant: $p, first: $n) }';

describe('free administrator IDs (domain 3.2.5)', () => {
  let scene: Scene;
  const free = async (who: string, p = 'abc', n?: number) => {
    const answer = await scene.as(who, FREE, { p, n });
    return answer.codes[0] ?? (answer.data['freeAdministratorIds'] as unknown);
  };
  beforeAll(async () => {
    scene = await sceneHere();
  });
  afterAll(() => scene.close());

  it('are offered in order, without those in use, and with those of the participant’s own tombstones', async () => {
    expect(await free('HKEXOP01', 'abc', 3)).toEqual(['HKABC1X3', 'HKABC1X4', 'HKABC1X5']);
    await scene.write(async (tx, at) => {
      for (const participant of ['ABC', 'XYZ'])
        for (const userId of [participant === 'ABC' ? 'HKABC1X3' : 'HKABC1X4']) {
          await createProfile(tx, { userId, type: 'DA', participant, surname: 'X' }, at);
          await deleteProfile(tx, { userId }, at);
        }
    });
    expect(await free('HKEXAP01', 'ABC', 2)).toEqual(['HKABC1X3', 'HKABC1X5']);
    expect(await free('HKEXOP01', 'XYZ', 1)).toEqual(['HKXYZ1X2']);
  });

  it('are the business of the clearing house alone', async () => {
    for (const who of ['HKABC1X1', 'HKEXRR01', 'HKABC102', 'HKABC499']) expect(await free(who)).toBe('NOT_PERMITTED');
    expect(await free('HKEXOP01', 'NOONE')).toBe('PARTICIPANT_UNKNOWN');
    expect(await free('HKEXOP01', 'ABC', 109)).toBe('PAGE_TOO_LARGE');
  });
});
