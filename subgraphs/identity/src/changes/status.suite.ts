import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { asUsual, FORM, HOUSE, kindDesk, PAIR, PHASES } from './kind-desk.suite.ts';

const to = (userId: string, status: string, more: Record<string, unknown> = {}) => ({
  ...{ userId, status, version: 1 },
  ...more,
});
const EMERGENCY = `mutation($u: ID!, $r: String!) { emergencyDisable(userId: $u, reason: $r) {
  ... on UserProfile { userId status version } ... on ChangeRefused { code field message } } }`;

/** W8, enabling and disabling, by the pair and in an emergency, phase by phase; on either engine. */
export function statusSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  const { refusal, proposed, check, apply, done, fresh, live, events, phase, audited } = kindDesk(
    () => scene,
    'STATUS_CHANGE',
  );
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => asUsual(scene));

  describe.each(PHASES)('enabling and disabling in %s', (when) => {
    beforeEach(() => phase(when));

    it('a user is the pair’s, with a reason, and ends sessions', async () => {
      const userId = await fresh();
      const proposal = await proposed(PAIR[0], to(userId, 'DISABLED', { reason: 'Long leave' }));
      expect(proposal).toMatchObject({
        before: { status: 'ENABLED' },
        after: { status: 'DISABLED', reason: 'Long leave' },
        summary: `Disabling of user profile ${userId}`,
      });
      expect(await apply(PAIR, proposal)).toMatchObject({ outcome: 'APPLIED' });
      expect(await live(userId)).toMatchObject({ status: 'DISABLED', version: 2, security_version: 2 });
      expect(await events(userId)).toMatchObject([
        { type: 'identity.status-changed', body: { participant: 'ABC', status: 'DISABLED', reason: 'Long leave' } },
        { type: 'identity.profile-changed' },
      ]);
      expect(await done(PAIR, to(userId, 'ENABLED', { version: 2 }))).toMatchObject({ outcome: 'APPLIED' });
      expect(await live(userId)).toMatchObject({ status: 'ENABLED', version: 3 });
    });

    it('an administrator is the clearing house’s on a form; a user its break-glass only', async () => {
      const userId = await fresh({ type: 'DA', userId: `HKABC2Z${PHASES.indexOf(when) + 1}`, groups: ['DA_MAKER'] });
      expect(await refusal(PAIR[0], to(userId, 'DISABLED'))).toBe('FIELD_NOT_EDITABLE');
      expect(await refusal(HOUSE[0], to(userId, 'DISABLED'))).toBe('FORM_REFERENCE_REQUIRED');
      expect(await done(HOUSE, to(userId, 'DISABLED', FORM))).toMatchObject({ outcome: 'APPLIED' });
      const glass = { ...FORM, breakGlassReason: 'Both are away' };
      expect(await refusal(HOUSE[0], to(userId, 'ENABLED', { ...glass, version: 2 }))).toBe('INVALID_INPUT');
      const user = await fresh();
      expect(await refusal(HOUSE[0], to(user, 'DISABLED', FORM))).toBe('PHASE_FORBIDS');
      expect(await done(HOUSE, to(user, 'DISABLED', glass))).toMatchObject({ outcome: 'APPLIED' });
      expect((await events(user)).map((event) => event.type)).toContain('identity.break-glass');
    });
  });

  it.each([
    ['the status it has', to('HKABC102', 'ENABLED'), 'NO_CHANGE'],
    ['an unknown status', to('HKABC102', 'DELETED'), 'INVALID_OPTION'],
    ['an old version', to('HKABC102', 'DISABLED', { version: 7 }), 'PROFILE_STALE'],
    ["another participant's user", to('HKXYZ101', 'DISABLED'), 'USER_NOT_FOUND'],
    ['a foreign field', to('HKABC102', 'DISABLED', { groups: [] }), 'INVALID_INPUT'],
  ])('refuses %s', async (_, input, code) => {
    expect(await refusal(PAIR[0], input)).toBe(code);
  });

  it('warns that dates keep an enabled user out, and that a participant would lose its last checker', async () => {
    const past = await fresh({ status: 'DISABLED', disableAfter: '2026-01-31' });
    expect((await proposed(PAIR[0], to(past, 'ENABLED'))).warnings).toEqual([expect.stringContaining('2026-01-31')]);
    const warned = await proposed(HOUSE[0], to('HKXYZ2X1', 'DISABLED', FORM));
    expect(warned.warnings).toEqual(['XYZ would be left without a usable DA Checker.']);
  });

  describe('an emergency disable', () => {
    const disable = async (who: string, userId: string, reason = 'Seen at a rival') => {
      const answer = await scene.as(who, EMERGENCY, { u: userId, r: reason });
      return (answer.data?.['emergencyDisable'] ?? { code: answer.codes[0] }) as unknown as Record<string, unknown>;
    };

    it.each(PHASES)('takes one administrator, maker or checker, in %s and at any hour', async (when) => {
      await phase(when);
      scene.clock.set(new Date('2026-11-22T03:00:00+08:00'));
      for (const who of PAIR) {
        const userId = await fresh();
        expect(await disable(who, userId.toLowerCase())).toEqual({ userId, status: 'DISABLED', version: 2 });
        expect(await live(userId)).toMatchObject({ status: 'DISABLED', version: 2, security_version: 2 });
        expect((await events(userId)).map((event) => event.type)).toEqual([
          'identity.status-changed',
          'identity.emergency-disabled',
          'identity.profile-changed',
        ]);
        expect((await audited(userId)).at(-1)).toMatchObject({
          ...{ action: 'profile.emergency-disable', outcome: 'SUCCESS', actor: who },
        });
        expect(await disable(who, userId)).toMatchObject({ code: 'NO_CHANGE' });
      }
    });

    it('works while a change is open, which is stale then; enabling again takes two', async () => {
      const userId = await fresh();
      const waiting = await proposed(PAIR[0], to(userId, 'DISABLED'));
      await disable('HKABC2X1', userId);
      expect(await check(PAIR, waiting)).toBe('PROFILE_STALE');
      expect(await apply(PAIR, waiting)).toMatchObject({ outcome: 'STALE' });
      expect(
        await apply(['HKABC1X1', 'HKABC1X1'], await proposed(PAIR[0], to(userId, 'ENABLED', { version: 2 }))),
      ).toMatchObject({ outcome: 'REFUSED', refusal: { code: 'MAKER_IS_CHECKER' } });
      expect(await done(PAIR, to(userId, 'ENABLED', { version: 2 }))).toMatchObject({ outcome: 'APPLIED' });
    });

    it('by 16 at once happens once, and everybody else hears that it was done', async () => {
      const userId = await fresh();
      const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => disable(PAIR[n % 2] ?? PAIR[0], userId)));
      expect(answers.filter((answer) => answer['status'] === 'DISABLED')).toHaveLength(1);
      expect(answers.filter((answer) => answer['code'] === 'NO_CHANGE')).toHaveLength(15);
      expect(await live(userId)).toMatchObject({ version: 2 });
      expect(await events(userId)).toHaveLength(3);
    });

    it('wins against a change that is being applied', async () => {
      const userId = await fresh();
      const waiting = await proposed(PAIR[0], to(userId, 'DISABLED'));
      const [, emergency] = await Promise.all([apply(PAIR, waiting), disable('HKABC2X1', userId)]);
      expect([undefined, 'NO_CHANGE']).toContain(emergency['code']);
      expect(await live(userId)).toMatchObject({ status: 'DISABLED' });
    });

    it.each([
      ['an administrator', PAIR[0], 'HKABC2X1', 'FIELD_NOT_EDITABLE'],
      ["another participant's user", PAIR[0], 'HKXYZ101', 'USER_NOT_FOUND'],
      ['nobody', PAIR[0], 'HKABC499', 'USER_NOT_FOUND'],
      ["the house's staff", PAIR[0], 'HKEXOP01', 'USER_NOT_FOUND'],
      ['anybody, by a maker without EE', 'HKABC1X2', 'HKABC101', 'NOT_PERMITTED'],
      ['anybody, by a business user', 'HKABC102', 'HKABC101', 'NOT_PERMITTED'],
      ['anybody, by the clearing house', HOUSE[0], 'HKABC101', 'NOT_PERMITTED'],
      ['anybody, by nobody', 'HKABC498', 'HKABC101', 'UNAUTHENTICATED'],
    ])('refuses %s', async (_, who, userId, code) => {
      expect(await disable(who, userId)).toMatchObject({ code });
      expect(await live('HKABC101')).toMatchObject({ status: 'ENABLED' });
    });

    it('needs a reason, and lets nobody shut himself out', async () => {
      expect(await disable(PAIR[0], 'HKABC101', ' ')).toMatchObject({ code: 'INVALID_INPUT', field: 'reason' });
      const self = await fresh({ groups: ['DA_MAKER', 'EE'] });
      expect(await disable(self, self)).toMatchObject({ code: 'MAKER_IS_TARGET' });
      expect((await scene.audit()).at(-1)).toMatchObject({ outcome: 'REFUSED', code: 'MAKER_IS_TARGET', target: self });
      expect((await scene.anonymous(EMERGENCY, { u: 'HKABC101', r: 'x' })).codes).toEqual(['UNAUTHENTICATED']);
    });
  });
}
