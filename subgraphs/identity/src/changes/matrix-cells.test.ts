import { afterEach, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { alteredMatrix, type Correction } from '../permission-matrix/altered-matrix.suite.ts';
import { sceneHere } from '../scene-here.suite.ts';
import { FORM, HOUSE, kindDesk, PAIR } from './kind-desk.suite.ts';

const user = { userId: 'HKABC101' };
const da = { userId: 'HKABC1X2' };

/** One corrected cell, what it opens or shuts, and to whom. */
const cells: readonly (readonly [string, Correction, string, string, Record<string, unknown>, string | undefined])[] = [
  [
    'shuts deletion',
    { action: 'DELETE', target: 'USER', sides: [] },
    'USER_DELETION',
    PAIR[0],
    { ...user, version: 1 },
    'FIELD_NOT_EDITABLE',
  ],
  [
    'shuts it in this phase',
    { action: 'DELETE', target: 'USER', sides: [], phases: ['PARALLEL'] },
    'USER_DELETION',
    PAIR[0],
    { ...user, version: 1 },
    'PHASE_FORBIDS',
  ],
  [
    'opens administrators to the pair',
    { action: 'DELETE', target: 'DA', sides: ['DA'] },
    'USER_DELETION',
    PAIR[0],
    { ...da, version: 1 },
    undefined,
  ],
  [
    'opens the status',
    { action: 'CHANGE_STATUS', target: 'DA', sides: ['DA'] },
    'STATUS_CHANGE',
    PAIR[0],
    { ...da, version: 1, status: 'DISABLED' },
    undefined,
  ],
  [
    'opens creation to the house',
    { action: 'CREATE', target: 'USER', sides: ['HKEX'] },
    'USER_CREATION',
    HOUSE[0],
    { userId: 'HKABC150', participant: 'ABC', surname: 'X', email: 'x@abc.com.hk', groups: [], ...FORM },
    undefined,
  ],
  [
    'opens creation of administrators',
    { action: 'CREATE', target: 'DA', sides: ['DA'] },
    'USER_CREATION',
    PAIR[0],
    { userId: 'HKABC3Z1', type: 'DA', surname: 'X', email: 'x@abc.com.hk', groups: ['DA_MAKER'] },
    undefined,
  ],
  [
    'opens DA groups',
    { action: 'ADD_DA_GROUPS', target: 'USER', sides: ['DA'] },
    'GROUP_ASSIGNMENT',
    PAIR[0],
    { ...user, version: 1, groups: ['CASH_COLLATERAL_INPUT', 'DA_MAKER'] },
    undefined,
  ],
  [
    'shuts business groups',
    { action: 'ADD_BUSINESS_GROUPS', target: 'USER', sides: [] },
    'GROUP_ASSIGNMENT',
    PAIR[0],
    { ...user, version: 1, groups: [] },
    'GROUP_NOT_ASSIGNABLE',
  ],
  ['opens unlocking', { action: 'UNLOCK', target: 'DA', sides: ['DA'] }, 'UNLOCK', PAIR[0], da, undefined],
  [
    'opens the email alone',
    { action: 'REGISTER_EMAIL', target: 'DA', sides: ['DA'] },
    'PROFILE_CHANGE',
    PAIR[0],
    { ...da, version: 1, set: { email: 'ho@abc.com.hk' } },
    undefined,
  ],
  [
    'leaves the names',
    { action: 'REGISTER_EMAIL', target: 'DA', sides: ['DA'] },
    'PROFILE_CHANGE',
    PAIR[0],
    { ...da, version: 1, set: { surname: 'HU' } },
    'FIELD_NOT_EDITABLE',
  ],
];

describe('one corrected cell of the matrix (A1)', () => {
  let scene: Scene;
  afterEach(() => scene.close());

  it.each(cells)('%s', async (...[, correction, kind, maker, input, code]) => {
    scene = await sceneHere({ matrix: alteredMatrix(correction) });
    expect(await kindDesk(() => scene, kind).refusal(maker, input)).toBe(code);
  });

  it('gives the emergency disable to the clearing house, or takes it from everybody', async () => {
    const disable =
      'mutation { emergencyDisable(userId: "HKABC101", reason: "x") { __typename ... on ChangeRefused { code } } }';
    const row = { action: 'DISABLE_IN_EMERGENCY', target: 'USER' } as const;
    scene = await sceneHere({ matrix: alteredMatrix({ ...row, sides: ['HKEX'] }) });
    expect((await scene.as(PAIR[0], disable)).data['emergencyDisable']).toMatchObject({ code: 'NOT_PERMITTED' });
    expect((await scene.as(HOUSE[0], disable)).data['emergencyDisable']).toMatchObject({ __typename: 'UserProfile' });
  });

  it('never lets a maker make himself more of an administrator, whatever the cells say (W9)', async () => {
    const row = { action: 'ADD_DA_GROUPS', target: 'USER', sides: ['DA'] } as const;
    scene = await sceneHere({ matrix: alteredMatrix(row) });
    const { refusal, fresh, proposed, check } = kindDesk(() => scene, 'GROUP_ASSIGNMENT');
    const self = await fresh({ groups: ['DA_MAKER', 'EE'], email: 'self@abc.com.hk' });
    const more = { userId: self, version: 1, groups: ['DA_MAKER', 'DA_CHECKER', 'EE'] };
    expect(await refusal(self, more)).toBe('MAKER_IS_TARGET');
    expect(await check([self, PAIR[1]], await proposed(PAIR[0], more))).toBe('MAKER_IS_TARGET');
    expect(await refusal(self, { ...more, groups: ['DA_MAKER', 'EE', 'COVERED_CALL'] })).toBeUndefined();
  });
});
