import { afterEach, describe, expect, it } from '@jest/globals';
import { houseDesk } from '../changes/house-desk.suite.ts';
import type { Scene } from '../identity-scene.suite.ts';
import { setPhase } from '../index.ts';
import { sceneHere } from '../scene-here.suite.ts';
import { alteredMatrix, type Correction } from './altered-matrix.suite.ts';

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});
const open = async (...corrections: readonly Correction[]) => {
  const here = await sceneHere({ matrix: alteredMatrix(...corrections) });
  scene = here;
  return { scene: here, ...houseDesk(() => here) };
};

const email = { userId: 'HKABC101', version: 1, set: { email: 'wong@abc.com.hk' } };
const closing = { date: '2026-12-24', reason: 'Gazetted' };
const administrators = { maker: 'HKABC1X1', checker: 'HKABC2X1' };

describe('one cell changed', () => {
  it('lets a side make what it could not, from proposal to effect', async () => {
    const at = await open(
      { action: 'REGISTER_EMAIL', target: 'USER', sides: ['HKEX', 'DA'] },
      {
        action: 'MAINTAIN',
        target: 'USER',
        sides: ['HKEX', 'DA'],
      },
    );
    const proposal = await at.propose('PROFILE_CHANGE', { ...email, formReference: 'DA3-1' });
    expect(await at.apply('PROFILE_CHANGE', proposal)).toBe('APPLIED');
  });

  it('takes from a side what it had, by phase or for good', async () => {
    const at = await open({ action: 'REGISTER_EMAIL', target: 'USER', sides: [], phases: ['PARALLEL'] });
    expect(await at.refusal('PROFILE_CHANGE', email, 'HKABC1X1')).toBe('PHASE_FORBIDS');
    await at.scene.write((tx, now) => setPhase(tx, 'END', now));
    expect(await at.refusal('PROFILE_CHANGE', email, 'HKABC1X1')).toBeNull();
  });

  it('closes a change of the house', async () => {
    const never = await open({ action: 'CHANGE_CALENDAR', target: 'HOUSE', sides: [] });
    expect(await never.refusal('CALENDAR_OVERRIDE', closing)).toBe('NOT_PERMITTED');
    await never.scene.close();
    const later = await open({ action: 'CHANGE_CALENDAR', target: 'HOUSE', sides: [], phases: ['PARALLEL'] });
    expect(await later.refusal('CALENDAR_OVERRIDE', closing)).toBe('PHASE_FORBIDS');
    await later.scene.write((tx, now) => setPhase(tx, 'END', now));
    const proposal = await later.propose('CALENDAR_OVERRIDE', closing);
    await later.scene.write((tx, now) => setPhase(tx, 'PARALLEL', now));
    expect(await later.check('CALENDAR_OVERRIDE', proposal)).toBe('PHASE_FORBIDS');
    expect(await later.apply('CALENDAR_OVERRIDE', proposal)).toBe('REFUSED PHASE_FORBIDS');
  });

  it("closes the maker's or the checker's hand alone", async () => {
    const maker = await open({ action: 'SUBMIT_CHANGE', target: 'USER', sides: ['HKEX'] });
    expect(await maker.refusal('PROFILE_CHANGE', email, 'HKABC1X1')).toBe('MAKER_NOT_PERMITTED');
    await maker.scene.close();
    const checker = await open({ action: 'AUTHORISE_CHANGE', target: 'USER', sides: [], phases: ['PARALLEL'] });
    const proposal = await checker.propose('PROFILE_CHANGE', email, 'HKABC1X1');
    expect(await checker.check('PROFILE_CHANGE', proposal, administrators)).toBe('PHASE_FORBIDS');
    expect(await checker.apply('PROFILE_CHANGE', proposal, administrators)).toBe('REFUSED PHASE_FORBIDS');
    await checker.scene.write((tx, now) => setPhase(tx, 'END', now));
    expect(await checker.apply('PROFILE_CHANGE', proposal, administrators)).toBe('APPLIED');
  });
});
