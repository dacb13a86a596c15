import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { createProfile, deleteProfile, setPhase } from '../index.ts';
import { asUsual, FORM, HOUSE, kindDesk, PAIR, PHASES } from './kind-desk.suite.ts';

const newUser = (userId: string, more: Record<string, unknown> = {}) => ({
  ...{ userId, surname: 'CHEUNG', email: `${userId.toLowerCase()}@abc.com.hk`, groups: ['COLLATERAL_ENQUIRY'] },
  ...more,
});
const newDa = (userId: string, more: Record<string, unknown> = {}) => ({
  ...newUser(userId, { type: 'DA', participant: 'ABC', groups: ['DA_MAKER', 'EE'], ...FORM }),
  ...more,
});

/** W6 and W18, creation, phase by phase; on either engine. */
export function creationSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  const { propose, refusal, proposed, check, apply, done, stored, live, events, phase, audited } = kindDesk(
    () => scene,
    'USER_CREATION',
  );
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => asUsual(scene));

  describe.each(['PARALLEL', 'END'] as const)('creating a user in %s (W6)', (when) => {
    const no = when === 'END' ? 1 : 2;
    beforeEach(() => phase(when));

    it('shows the whole form, is about the new ID, and makes a 2FA user once it is applied', async () => {
      const userId = `HKABC${no}20`;
      const proposal = await proposed(
        PAIR[0],
        newUser(userId.toLowerCase(), { otherNames: 'Ka Ho', disableAfter: '2027-12-31', settlementAgentName: null }),
      );
      expect(proposal).toMatchObject({
        targetKey: `new:${userId}`,
        targetUserId: userId,
        subject: userId,
        participant: 'ABC',
        version: 0,
        before: {},
        after: {
          ...{ userId, type: 'USER', participant: 'ABC', status: 'ENABLED', surname: 'CHEUNG', otherNames: 'Ka Ho' },
          ...{
            email: `${userId.toLowerCase()}@abc.com.hk`,
            groups: ['COLLATERAL_ENQUIRY'],
            disableAfter: '2027-12-31',
          },
          ...{ clearingHouseOptions: 'DERIVATIVES', smartcardAllowed: false },
        },
        warnings: [],
        summary: `Creation of user profile ${userId}`,
      });
      expect(await live(userId)).toBeUndefined();
      expect(await check(PAIR, proposal)).toBeUndefined();
      expect(await apply(PAIR, proposal)).toMatchObject({ outcome: 'APPLIED', version: 1 });
      expect(await live(userId)).toMatchObject({
        uuid: proposal.targetUuid,
        ...{ status: 'ENABLED', version: 1, security_version: 1, smartcard_allowed: 0, created_in_phase: when },
      });
      const told = await events(userId);
      expect(told.map((event) => event.type)).toEqual(['identity.profile-created', 'identity.profile-changed']);
      expect(told[0]?.body).toEqual({
        ...{ profileUuid: proposal.targetUuid, userId, participant: 'ABC', type: 'USER' },
        email: `${userId.toLowerCase()}@abc.com.hk`,
      });
      expect((await audited(userId)).at(-1)).toMatchObject({ action: 'change.apply', outcome: 'SUCCESS' });
    });

    it.each([
      ['no email', { email: null }, 'EMAIL_REQUIRED'],
      ['an email that is none', { email: 'a@b' }, 'INVALID_EMAIL'],
      ['no surname', { surname: ' ' }, 'INVALID_NAME'],
      ['an end before the beginning', { enableFrom: '2027-02-01', disableAfter: '2027-01-01' }, 'INVALID_DATE'],
      ['no real date', { disableAfter: '2027-02-30' }, 'INVALID_DATE'],
      ['a smartcard', { srn: 'SRN-9' }, 'SMARTCARD_NOT_ALLOWED'],
      ['a certificate', { certificateExpiry: '2027-01-01' }, 'SMARTCARD_NOT_ALLOWED'],
      ['an unknown group', { groups: ['NO_SUCH'] }, 'GROUP_UNKNOWN'],
      ['no list of groups', { groups: null }, 'INVALID_INPUT'],
      ["an administrator's group", { groups: ['DA_MAKER'] }, 'GROUP_NOT_ASSIGNABLE'],
      ['the access level', { groups: ['COLLATERAL_ENQUIRY', 'EE'] }, 'GROUP_NOT_ASSIGNABLE'],
      ["the house's group", { groups: ['HKEX_OPERATOR'] }, 'GROUP_NOT_ASSIGNABLE'],
      ['an administrator', { type: 'DA', groups: ['DA_MAKER', 'EE'] }, 'FIELD_NOT_EDITABLE'],
      ["the house's staff", { type: 'HKEX' }, 'INVALID_OPTION'],
      ['a participant named', { participant: 'ABC' }, 'INVALID_INPUT'],
      ['another participant', { participant: 'XYZ' }, 'INVALID_INPUT'],
      ['a status', { status: 'DISABLED' }, 'INVALID_INPUT'],
      ['a version', { version: 1 }, 'INVALID_INPUT'],
      ['a form reference', FORM, 'INVALID_INPUT'],
      ['a reserved ID', { userId: 'HKABC3X7' }, 'USER_ID_RESERVED_FOR_DA'],
      ["another participant's ID", { userId: 'HKXYZ121' }, 'USER_ID_FORMAT'],
      ["another participant's ID that is taken", { userId: 'HKXYZ101' }, 'USER_ID_FORMAT'],
      ['a legacy ID', { userId: 'B0123401' }, 'USER_ID_FORMAT'],
      ['a look-alike of an ID', { userId: 'HKАBC130' }, 'USER_ID_FORMAT'],
      ['a taken ID of its own', { userId: 'HKABC101' }, 'USER_ID_TAKEN'],
    ])('refuses %s', async (_, more, code) => {
      expect(await refusal(PAIR[0], newUser('HKABC139', more))).toBe(code);
    });

    it('refuses the clearing house: users are the participant’s from the parallel run on', async () => {
      const input = { ...newUser('HKABC139'), participant: 'ABC', ...FORM };
      expect(await refusal(HOUSE[0], input)).toBe('PHASE_FORBIDS');
      expect(await refusal(HOUSE[0], { ...input, breakGlassReason: 'urgent' })).toBe('INVALID_INPUT');
    });
  });

  describe('creating a user in PRE_PARALLEL (W18)', () => {
    beforeEach(() => phase('PRE_PARALLEL'));

    it('is for the clearing house, on a form, with a card and without an email', async () => {
      const input = { userId: 'HKABC140', participant: 'abc', surname: 'FUNG', groups: ['COVERED_CALL'] };
      expect(await refusal(PAIR[0], newUser('HKABC140'))).toBe('PHASE_FORBIDS');
      expect(await refusal(HOUSE[0], input)).toBe('FORM_REFERENCE_REQUIRED');
      expect(await refusal(HOUSE[0], { ...input, ...FORM, participant: null })).toBe('INVALID_INPUT');
      expect(await refusal(HOUSE[0], { ...input, ...FORM, participant: 'NOONE' })).toBe('PARTICIPANT_UNKNOWN');
      const proposal = await proposed(HOUSE[0], { ...input, ...FORM, srn: 'srn-140', certificateExpiry: '2027-06-30' });
      expect(proposal).toMatchObject({ formReference: FORM.formReference, participant: 'ABC' });
      expect(proposal.after).toMatchObject({ srn: 'SRN-140', certificateExpiry: '2027-06-30', smartcardAllowed: true });
      expect(await apply(HOUSE, proposal)).toMatchObject({ outcome: 'APPLIED' });
      expect(await live('HKABC140')).toMatchObject({ smartcard_allowed: 1, created_in_phase: 'PRE_PARALLEL' });
    });

    it('decided after the phase has moved on makes nobody', async () => {
      const input = { ...newUser('HKABC141'), participant: 'ABC', ...FORM };
      const proposal = await proposed(HOUSE[0], input);
      await phase('PARALLEL');
      expect(await check(HOUSE, proposal)).toBe('PHASE_FORBIDS');
      expect(await apply(HOUSE, proposal)).toMatchObject({ outcome: 'REFUSED', refusal: { code: 'PHASE_FORBIDS' } });
      expect(await live('HKABC141')).toBeUndefined();
    });
  });

  describe('creating an administrator (W18, domain 3.2.5)', () => {
    it.each(PHASES)('is for the clearing house alone, in %s', async (when) => {
      await phase(when);
      const userId = `HKABC2Y${PHASES.indexOf(when) + 1}`;
      expect(await refusal(PAIR[0], { ...newUser(userId), type: 'DA' })).toBe('FIELD_NOT_EDITABLE');
      expect(await done(HOUSE, newDa(userId))).toMatchObject({ outcome: 'APPLIED' });
      expect(await live(userId)).toMatchObject({ group_codes: ' DA_MAKER EE ', version: 1 });
    });

    it('takes both orders of a SEOCH administrator and one of an HKCC one', async () => {
      const ofXyz = (userId: string) => newDa(userId, { participant: 'XYZ', email: 'da@xyz.com' });
      expect(await refusal(HOUSE[0], ofXyz('HKXYZ3Z9'))).toBeUndefined();
      expect(await refusal(HOUSE[0], ofXyz('HKXYZZ39'))).toBeUndefined();
      expect(await refusal(HOUSE[0], newDa('HKABCZ39'))).toBe('USER_ID_FORMAT');
      expect(await refusal(HOUSE[0], newDa('HKABC101'))).toBe('USER_ID_FORMAT');
    });

    it('needs an administrator’s group; business groups only at END, and warns of a missing EE', async () => {
      expect(await refusal(HOUSE[0], newDa('HKABC3Z8', { groups: ['EE'] }))).toBe('GROUP_NOT_ASSIGNABLE');
      expect(await refusal(HOUSE[0], newDa('HKABC3Z8', { groups: ['DA_MAKER', 'HKEX_OPERATOR'] }))).toBe(
        'GROUP_NOT_ASSIGNABLE',
      );
      const mixed = newDa('HKABC3Z8', { groups: ['EE', 'DA_CHECKER', 'COVERED_CALL'] });
      expect(await refusal(HOUSE[0], mixed)).toBe('PHASE_FORBIDS');
      await phase('END');
      expect(await refusal(HOUSE[0], mixed)).toBeUndefined();
      const without = await proposed(HOUSE[0], newDa('HKABC3Z8', { groups: ['DA_MAKER'] }));
      expect(without.warnings).toEqual([expect.stringContaining('access level EE')]);
      expect(await refusal(HOUSE[0], newDa('HKABC3Z8', { settlementAgentName: 'Agent' }))).toBe('INVALID_INPUT');
    });

    it('made with a card before the parallel run is stale once that has begun: the approver saw another profile', async () => {
      await phase('PRE_PARALLEL');
      const proposal = await proposed(HOUSE[0], newDa('HKABC3Z7'));
      await phase('PARALLEL');
      expect(await apply(HOUSE, proposal)).toMatchObject({ outcome: 'STALE' });
      expect(await live('HKABC3Z7')).toBeUndefined();
    });
  });

  describe('one ID for one', () => {
    it('gives an ID that two want at once to the first; the other is stale', async () => {
      const [one, two] = [await proposed(PAIR[0], newUser('HKABC150')), await proposed(PAIR[0], newUser('HKABC150'))];
      expect(one.targetKey).toBe(two.targetKey);
      expect(one.targetUuid).not.toBe(two.targetUuid);
      const outcomes = await Promise.all([apply(PAIR, one), apply(PAIR, two)]);
      expect(outcomes.map((each) => each.outcome).toSorted()).toEqual(['APPLIED', 'STALE']);
      expect(await stored('HKABC150')).toHaveLength(1);
      expect(await check(PAIR, two)).toBe('PROFILE_STALE');
    });

    it('happens once when 16 deliver it at once', async () => {
      const proposal = await proposed(PAIR[0], newUser('HKABC151'));
      const outcomes = await Promise.all(Array.from({ length: 16 }, () => apply(PAIR, proposal, 'creation-16')));
      expect(outcomes.every((each) => each.outcome === 'APPLIED')).toBe(true);
      expect(await stored('HKABC151')).toHaveLength(1);
    });

    it('lets a deleted ID live again in the same participant with a new identity that inherits nothing (3.2.8)', async () => {
      await done(PAIR, newUser('HKABC152', { groups: ['MONEY_SETTLEMENT', 'COVERED_CALL'] }));
      const old = await live('HKABC152');
      await scene.write((tx, at) => deleteProfile(tx, { userId: 'HKABC152' }, at));
      expect(await done(PAIR, newUser('HKABC152', { groups: [] }))).toMatchObject({ outcome: 'APPLIED', version: 1 });
      const reborn = await live('HKABC152');
      expect(reborn?.uuid).not.toBe(old?.uuid);
      expect(reborn).toMatchObject({ group_codes: '', version: 1, security_version: 1 });
      expect(await stored('HKABC152')).toHaveLength(2);
    });

    it('gives no ID that another participant buried (3.2.8)', async () => {
      await scene.write(async (tx, at) => {
        const moved = { userId: 'HKABC155', type: 'USER', participant: 'XYZ', surname: 'MOVED' } as const;
        await createProfile(tx, moved, at);
        await deleteProfile(tx, { userId: moved.userId }, at);
      });
      expect(await refusal(PAIR[0], newUser('HKABC155'))).toBe('USER_ID_TAKEN');
      const waiting = await proposed(PAIR[0], newUser('HKABC156'));
      const payload = { ...waiting.payload, userId: 'HKABC155' };
      expect(await apply(PAIR, { ...waiting, payload })).toMatchObject({ outcome: 'STALE' });
    });

    it('trusts no payload: what comes back is read again whole', async () => {
      const proposal = await proposed(PAIR[0], newUser('HKABC153'));
      const forged = (payload: Record<string, unknown>) =>
        apply(PAIR, { ...proposal, payload: { ...proposal.payload, ...payload } });
      for (const payload of [
        { participant: 'XYZ', userId: 'HKXYZ153' },
        { type: 'DA', userId: 'HKABC3X3', groups: ['DA_MAKER', 'EE'] },
        { groups: ['DA_CHECKER', 'EE'] },
        { groups: ['HKEX_OPERATOR'] },
        { userId: 'HKABC101' },
        { uuid: 'another' },
        { form: {} },
        { form: { surname: 'X', email: 'a@abc.com.hk', status: 'DISABLED' } },
        { smartcardAllowed: true },
      ])
        expect((await forged(payload)).outcome).toMatch(/STALE|REFUSED/);
      expect(await live('HKABC153')).toBeUndefined();
    });
  });

  it('warns of a user without a business group, of an end in the past, and of a mailbox shared or foreign', async () => {
    const { proposal } = await propose(
      PAIR[0],
      newUser('HKABC160', { groups: [], disableAfter: '2026-01-01', email: 'maker@abc.com.hk' }),
    );
    expect(proposal?.warnings).toEqual([
      expect.stringContaining('no business group'),
      expect.stringContaining('2026-01-01'),
      expect.stringContaining('same address'),
    ]);
  });

  it('lets the principal’s administrator create a settlement agent’s user, without a word on the agent’s domain (W23)', async () => {
    const input = newUser('HKABC161', { settlementAgentName: 'Agent Bank', email: 'ops@agentbank.com' });
    const proposal = await proposed(PAIR[0], input);
    expect(proposal.warnings).toEqual([]);
    expect(proposal.after).toMatchObject({ settlementAgentName: 'Agent Bank' });
    expect((await proposed(PAIR[0], { ...input, settlementAgentName: null })).warnings).toHaveLength(1);
  });

  it('is closed outside function hours for the pair, and open for the clearing house', async () => {
    scene.clock.set(new Date('2026-11-22T03:00:00+08:00'));
    await scene.write((tx, at) => setPhase(tx, 'PRE_PARALLEL', at));
    expect(await refusal(PAIR[0], newUser('HKABC162'))).toBe('OUTSIDE_FUNCTION_HOURS');
    expect(await refusal(HOUSE[0], { ...newUser('HKABC162'), participant: 'ABC', ...FORM })).toBeUndefined();
  });
}
