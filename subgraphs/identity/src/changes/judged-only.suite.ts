import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { asUsual, FORM, HOUSE, kindDesk, PAIR, PHASES } from './kind-desk.suite.ts';

const kinds = [
  ['UNLOCK', 'DA_UNLOCK_BY_HKEX'],
  ['SECOND_FACTOR_RESET', 'DA_FACTOR_RESET_BY_HKEX'],
  ['SMARTCARD_PIN_RESET', 'DA_PIN_RESET_BY_HKEX'],
] as const;

/** W7, W17 and W19 as far as the right to them goes; Authentication does the rest. On either engine. */
export function judgedOnlySuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => asUsual(scene));

  describe.each(kinds)('%s', (kind, ownCode) => {
    const desk = kindDesk(() => scene, kind);
    const { refusal, proposed, check, apply, fresh, phase, live } = desk;
    const cards = (when: string) => kind !== 'SMARTCARD_PIN_RESET' || when !== 'END';
    const holder = { srn: 'SRN-H', smartcardAllowed: true } as const;

    it.each(PHASES)('of a user is the pair’s in %s, with the version or without', async (when) => {
      await phase(when);
      const userId = await fresh(holder);
      const expected = cards(when) ? undefined : 'PHASE_FORBIDS';
      expect(await refusal(PAIR[0], { userId })).toBe(expected);
      expect(await refusal(PAIR[0], { userId, version: 1, reason: 'New telephone' })).toBe(expected);
      if (expected !== undefined) return;
      expect(await refusal(PAIR[0], { userId, version: 0 })).toBe('PROFILE_STALE');
      const proposal = await proposed(PAIR[0], { userId, reason: 'New telephone' });
      expect(proposal).toMatchObject({ before: {}, after: { reason: 'New telephone' }, version: 1 });
      expect(await check(PAIR, proposal)).toBeUndefined();
      expect(await check(['HKABC1X1', 'HKABC1X1'], proposal)).toBe('MAKER_IS_CHECKER');
      expect(await check(['HKXYZ1X1', 'HKXYZ2X1'], proposal)).toBe('PROFILE_STALE');
      await expect(apply(PAIR, proposal)).rejects.toThrow('UNKNOWN_CHANGE_KIND');
      expect(await live(userId)).toMatchObject({ version: 1 });
    });

    it.each(PHASES)('of an administrator is the clearing house’s in %s, on a form', async (when) => {
      await phase(when);
      const userId = `HKABC1Y${kinds.findIndex(([each]) => each === kind) * 3 + PHASES.indexOf(when) + 1}`;
      await fresh({ ...holder, type: 'DA', userId, groups: ['DA_MAKER'] });
      expect(await refusal(PAIR[0], { userId })).toBe(cards(when) ? ownCode : 'PHASE_FORBIDS');
      expect(await refusal(HOUSE[0], { userId })).toBe(cards(when) ? 'FORM_REFERENCE_REQUIRED' : 'PHASE_FORBIDS');
      expect(await refusal(HOUSE[0], { userId, ...FORM })).toBe(cards(when) ? undefined : 'PHASE_FORBIDS');
    });

    it('of a user by the clearing house takes broken glass, where there is such an exception', async () => {
      const userId = await fresh(holder);
      expect(await refusal(HOUSE[0], { userId, ...FORM })).toBe('PHASE_FORBIDS');
      expect(await refusal(HOUSE[0], { userId, ...FORM, breakGlassReason: 'Night' })).toBe(
        kind === 'SMARTCARD_PIN_RESET' ? 'INVALID_INPUT' : undefined,
      );
    });

    it('refuses strangers, oneself, other fields, and closed hours', async () => {
      expect(await refusal(PAIR[0], { userId: 'HKXYZ101' })).toBe('USER_NOT_FOUND');
      expect(await refusal(PAIR[0], { userId: 'HKABC101', status: 'ENABLED' })).toBe('INVALID_INPUT');
      expect(await refusal(PAIR[0], {})).toBe('INVALID_INPUT');
      const self = await fresh({ ...holder, groups: ['DA_MAKER', 'EE'] });
      expect(await refusal(self, { userId: self })).toBe('MAKER_IS_TARGET');
      scene.clock.set(new Date('2026-11-23T19:00:00.000+08:00'));
      expect(await refusal(PAIR[0], { userId: 'HKABC101' })).toBe('OUTSIDE_FUNCTION_HOURS');
    });
  });

  it('a PIN is reset for who holds a card only', async () => {
    const { refusal, fresh } = kindDesk(() => scene, 'SMARTCARD_PIN_RESET');
    expect(await refusal(PAIR[0], { userId: await fresh() })).toBe('SMARTCARD_NOT_ALLOWED');
    expect(await refusal(PAIR[0], { userId: await fresh({ srn: 'S-1', smartcardAllowed: false }) })).toBe(
      'SMARTCARD_NOT_ALLOWED',
    );
  });
}
