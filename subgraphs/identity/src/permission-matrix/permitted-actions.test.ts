import { afterEach, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { setPhase, setStatus } from '../index.ts';
import { sceneHere } from '../scene-here.suite.ts';
import { alteredMatrix, type Correction } from './altered-matrix.suite.ts';

const STANDING = 'query($u: ID) { standing(userId: $u) { permitted } }';
const ENQUIRE = 'query($u: ID!) { userProfile(userId: $u) { userId } }';
const LIST = '{ userProfiles { nodes { userId } } }';
const ENTITIES = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on UserProfile { userId } } }';

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});
const open = async (...corrections: readonly Correction[]): Promise<Scene> => {
  scene = await sceneHere({ matrix: alteredMatrix(...corrections) });
  return scene;
};
const permitted = async (at: Scene, u: string) =>
  ((await at.service('authentication', STANDING, { u })).data['standing'] as unknown as { permitted: string[] })
    .permitted;
const enquired = async (at: Scene, who: string, u: string) => {
  const answer = await at.as(who, ENQUIRE, { u });
  return answer.codes[0] ?? (answer.data['userProfile'] as unknown as { userId: string } | null)?.userId ?? null;
};
const listed = async (at: Scene, who: string) => {
  const answer = await at.as(who, LIST);
  const page = answer.data as unknown as { userProfiles: { nodes: { userId: string }[] } } | null;
  return answer.codes[0] ?? page?.userProfiles.nodes.map((node) => node.userId);
};

const READING = ['ENQUIRE', 'LIST'] as const;

describe('what a person may do with one hand', () => {
  it('follows roles and cells in PARALLEL', async () => {
    const at = await open();
    const both = [...READING, 'LOG_IN_BY_SMARTCARD', 'LOG_IN_BY_TWO_FACTOR'];
    expect(await permitted(at, 'HKABC1X1')).toEqual(['DISABLE_IN_EMERGENCY', 'END_SESSIONS', 'SUBMIT_CHANGE', ...both]);
    expect(await permitted(at, 'HKABC2X1')).toEqual([
      'DISABLE_IN_EMERGENCY',
      'END_SESSIONS',
      'AUTHORISE_CHANGE',
      'REVEAL_AUTHORISATION_CODE',
      ...both,
    ]);
    expect(await permitted(at, 'HKABC1X2')).toEqual(['LOG_IN_BY_SMARTCARD', 'LOG_IN_BY_TWO_FACTOR']);
    expect(await permitted(at, 'HKABC101')).toEqual(['LOG_IN_BY_SMARTCARD', 'LOG_IN_BY_TWO_FACTOR']);
    expect(await permitted(at, 'HKEXOP01')).toEqual(['END_SESSIONS', 'SUBMIT_CHANGE', ...both]);
    expect(await permitted(at, 'HKEXAP01')).toEqual(['END_SESSIONS', 'AUTHORISE_CHANGE', ...both]);
    expect(await permitted(at, 'HKEXRR01')).toEqual(both);
    expect(await permitted(at, 'HKABC103')).toEqual([]);
  });

  it('tells the ways to log in of every phase, for a login that a change of phase overtakes (domain 8)', async () => {
    const at = await open();
    const signIns = async (u: string) =>
      (await at.service('authentication', 'query($u: ID) { standing(userId: $u) { signIns } }', { u })).data[
        'standing'
      ];
    expect(await signIns('HKABC101')).toEqual({
      signIns: [
        'PRE_PARALLEL:LOG_IN_BY_SMARTCARD',
        'PARALLEL:LOG_IN_BY_SMARTCARD',
        'PARALLEL:LOG_IN_BY_TWO_FACTOR',
        'END:LOG_IN_BY_TWO_FACTOR',
      ],
    });
    expect(await signIns('HKABC103')).toEqual({ signIns: [] });
  });

  it('changes its ways to log in with the phase, and is nothing once disabled', async () => {
    const at = await open();
    for (const [phase, way] of [
      ['PRE_PARALLEL', 'LOG_IN_BY_SMARTCARD'],
      ['END', 'LOG_IN_BY_TWO_FACTOR'],
    ] as const) {
      await at.write((tx, now) => setPhase(tx, phase, now));
      expect(await permitted(at, 'HKABC101')).toEqual([way]);
    }
    await at.write((tx, now) => setStatus(tx, { userId: 'HKABC101' }, 'DISABLED', now));
    expect(await permitted(at, 'HKABC101')).toEqual([]);
  });

  it('changes with one cell of the data', async () => {
    const at = await open(
      { action: 'REVEAL_AUTHORISATION_CODE', target: 'DA', sides: [] },
      { action: 'LOG_IN_BY_TWO_FACTOR', target: 'USER', sides: [], phases: ['PARALLEL'] },
      { action: 'DISABLE_IN_EMERGENCY', target: 'USER', sides: ['HKEX'] },
    );
    expect(await permitted(at, 'HKABC2X1')).not.toContain('REVEAL_AUTHORISATION_CODE');
    expect(await permitted(at, 'HKABC2X1')).not.toContain('DISABLE_IN_EMERGENCY');
    expect(await permitted(at, 'HKEXOP01')).toContain('DISABLE_IN_EMERGENCY');
    expect(await permitted(at, 'HKEXAP01')).not.toContain('DISABLE_IN_EMERGENCY');
    expect(await permitted(at, 'HKABC101')).toEqual(['LOG_IN_BY_SMARTCARD']);
    expect(await permitted(at, 'HKABC2X1')).toContain('LOG_IN_BY_TWO_FACTOR');
  });
});

describe('reading by the cells of ENQUIRE and LIST', () => {
  it('shows no administrator where the cell of administrators is empty, alone, listed or as an entity', async () => {
    const at = await open(
      { action: 'ENQUIRE', target: 'DA', sides: ['HKEX'] },
      { action: 'LIST', target: 'DA', sides: ['HKEX'] },
    );
    expect(await enquired(at, 'HKABC1X1', 'HKABC2X1')).toBeNull();
    expect(await enquired(at, 'HKABC1X1', 'HKABC101')).toBe('HKABC101');
    expect(await enquired(at, 'HKABC1X1', 'HKABC1X1')).toBe('HKABC1X1');
    expect(await listed(at, 'HKABC1X1')).toEqual(['HKABC101', 'HKABC102', 'HKABC103']);
    const r = ['HKABC2X1', 'HKABC101'].map((userId) => ({ __typename: 'UserProfile', userId }));
    expect((await at.as('HKABC1X1', ENTITIES, { r })).data['_entities']).toEqual([null, { userId: 'HKABC101' }]);
    expect(await enquired(at, 'HKEXRR01', 'HKABC2X1')).toBe('HKABC2X1');
    expect(await listed(at, 'HKEXRR01')).toContain('HKABC2X1');
  });

  it("shows the house's own profiles to nobody where their cell is empty", async () => {
    const at = await open({ action: 'LIST', target: 'HOUSE', sides: [] });
    expect(await listed(at, 'HKEXOP01')).not.toContain('HKEXAP01');
    expect(await listed(at, 'HKEXOP01')).toContain('HKXYZ1X1');
    expect(await enquired(at, 'HKEXOP01', 'HKEXAP01')).toBe('HKEXAP01');
  });

  it('is refused by phase where another phase would permit it, else by right', async () => {
    const at = await open(
      { action: 'LIST', target: 'DA', sides: [], phases: ['PARALLEL'] },
      { action: 'LIST', target: 'USER', sides: [], phases: ['PARALLEL'] },
      { action: 'ENQUIRE', target: 'DA', sides: ['HKEX'] },
      { action: 'ENQUIRE', target: 'USER', sides: ['HKEX'] },
    );
    expect(await listed(at, 'HKABC1X1')).toBe('PHASE_FORBIDS');
    expect(await enquired(at, 'HKABC1X1', 'HKABC101')).toBe('NOT_PERMITTED');
    expect(await listed(at, 'HKABC101')).toBe('NOT_PERMITTED');
    await at.write((tx, now) => setPhase(tx, 'END', now));
    expect(await listed(at, 'HKABC1X1')).toContain('HKABC2X1');
  });
});
