import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { query as select } from '@countersign/platform';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { assignGroups, createProfile, deleteProfile, setPhase, setStatus } from '../index.ts';

const PROPOSE = `query($a: ID!, $i: JSON!) { proposeChange(kind: "PROFILE_CHANGE", actorUuid: $a, input: $i) {
  proposal { targetUuid targetUserId participant before after payload version warnings expiresAt summary successMessage }
  refusal { code message field nextOpening details } } }`;
const CHECK = `query($m: ID!, $c: ID!, $t: ID!, $v: Int!) { checkDecision(kind: "PROFILE_CHANGE", makerUuid: $m, checkerUuid: $c, targetUuid: $t, version: $v) { refusal { code nextOpening } } }`;
const APPLY = 'mutation($i: ApplyChangeInput!) { applyChange(input: $i) { outcome appliedAt version refusal { code nextOpening } } }';

interface Outcome {
  readonly proposal: { targetUuid: string; before: unknown; after: unknown; payload: unknown; version: number; warnings: string[]; expiresAt: string } | null;
  readonly refusal: { code: string; field: string | null; nextOpening: string | null; details: unknown } | null;
}

interface Applied {
  readonly outcome: string;
  readonly appliedAt: string | null;
  readonly version: number | null;
  readonly refusal: { code: string } | null;
}

/** The rules of W1 and W2 on the owner's side; they hold on either engine. */
export function changesSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  let serial = 0;
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.clock.set(MONDAY));

  /** A user of ABC whom no other test touches. */
  const fresh = async (more: Partial<Parameters<typeof createProfile>[1]> = {}): Promise<string> => {
    serial += 1;
    const userId = `HKABC3${String(serial).padStart(2, '0')}`;
    await scene.write((tx, at) => createProfile(tx, { userId, type: 'USER', participant: 'ABC', surname: 'NG', ...more }, at));
    return userId;
  };
  const propose = async (maker: string, input: unknown): Promise<Outcome> => {
    const answer = await scene.service('approvals', PROPOSE, { a: await scene.uuid(maker), i: input });
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return answer.data['proposeChange'] as unknown as Outcome;
  };
  const wish = (userId: string, set: Record<string, unknown>, version = 1) => ({ userId, version, set });
  const refusal = async (maker: string, input: unknown) => (await propose(maker, input)).refusal?.code;
  const check = async (maker: string, checker: string, target: string, version = 1) => {
    const [m, c, t] = [await scene.uuid(maker), await scene.uuid(checker), await scene.uuid(target)];
    const answer = await scene.service('approvals', CHECK, { m, c, t, v: version });
    return (answer.data['checkDecision'] as unknown as { refusal: { code: string; nextOpening: string } | null }).refusal;
  };
  const input = async (maker: string, checker: string, target: string, more: Record<string, unknown> = {}) => {
    serial += 1;
    return {
      requestId: `request-${serial}`, kind: 'PROFILE_CHANGE', makerUuid: await scene.uuid(maker), checkerUuid: await scene.uuid(checker),
      targetUuid: await scene.uuid(target), payload: { set: { email: `new${serial}@abc.com.hk` } }, version: 1, decidedAt: MONDAY.toISOString(), ...more,
    };
  };
  const apply = async (i: unknown): Promise<Applied> => {
    const answer = await scene.service('approvals', APPLY, { i });
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return answer.data['applyChange'] as unknown as Applied;
  };
  const stored = async (userId: string) => {
    const [row] = await scene.database.read((tx) => select<{ email: string | null; version: number; security_version: number }>(tx, 'SELECT email, version, security_version FROM user_profile WHERE live_user_id = ?', [userId]));
    return row;
  };
  const events = (userId: string) => scene.database.read((tx) => select<{ type: string; body: string }>(tx, 'SELECT type, body FROM outbox WHERE body LIKE ? ORDER BY seq', [`%"${userId}"%`]));

  describe('proposing a profile change', () => {
    it('answers before, after, version, expiry and the sentence of its success, and changes nothing', async () => {
      const userId = await fresh();
      const outcome = await propose('HKABC1X1', wish(userId.toLowerCase(), { email: ' Ng@ABC.com.hk ', surname: 'NG', disableAfter: '2027-12-31' }));
      expect(outcome.refusal).toBeNull();
      expect(outcome.proposal).toEqual({
        targetUuid: await scene.uuid(userId), targetUserId: userId, participant: 'ABC',
        before: { email: null, disableAfter: null }, after: { email: 'Ng@abc.com.hk', disableAfter: '2027-12-31' },
        payload: { set: { email: 'Ng@abc.com.hk', disableAfter: '2027-12-31' } }, version: 1, warnings: [],
        expiresAt: '2026-11-25T11:00:00.000Z', summary: `Change of user profile ${userId}: email, disableAfter`,
        successMessage: 'The above user profile is changed successfully',
      });
      expect(await stored(userId)).toMatchObject({ email: null, version: 1 });
    });

    it('warns of public providers, foreign domains and shared mailboxes, and spares a settlement agent the domain', async () => {
      const userId = await fresh();
      const agent = await fresh({ settlementAgentName: 'Agent Bank' });
      const warnings = async (who: string, email: string) => (await propose('HKABC1X1', wish(who, { email }))).proposal?.warnings;
      expect(await warnings(userId, 'ng@gmail.com')).toHaveLength(1);
      expect(await warnings(userId, 'ng@elsewhere.com')).toHaveLength(1);
      expect(await warnings(userId, 'zoe.oneil@abc.com.hk')).toEqual([expect.stringContaining('same address')]);
      expect(await warnings(userId, 'wong@xyz.com')).toEqual([expect.stringContaining('not among')]);
      expect(await warnings(agent, 'ng@agent.com')).toEqual([]);
    });

    it.each([
      ['an absent user', 'HKABC1X1', wish('HKABC399', { email: 'a@abc.com.hk' }), 'USER_NOT_FOUND'],
      ['a malformed ID', 'HKABC1X1', wish('HK ABC', { email: 'a@abc.com.hk' }), 'USER_NOT_FOUND'],
      ['another participant\'s user', 'HKABC1X1', wish('HKXYZ101', { email: 'a@abc.com.hk' }), 'USER_NOT_FOUND'],
      ['the house\'s staff', 'HKABC1X1', wish('HKEXOP01', { email: 'a@abc.com.hk' }), 'USER_NOT_FOUND'],
      ['an administrator', 'HKABC1X1', wish('HKABC2X1', { email: 'a@abc.com.hk' }), 'FIELD_NOT_EDITABLE'],
      ['the maker himself', 'HKABC1X1', wish('HKABC1X1', { email: 'a@abc.com.hk' }), 'MAKER_IS_TARGET'],
      ['an old version', 'HKABC1X1', wish('HKABC102', { email: 'a@abc.com.hk' }, 0), 'PROFILE_STALE'],
      ['nothing new', 'HKABC1X1', wish('HKABC102', { email: 'Zoe.ONeil@ABC.COM.HK' }), 'NO_CHANGE'],
      ['nothing at all', 'HKABC1X1', wish('HKABC102', {}), 'NO_CHANGE'],
      ['a wrong email', 'HKABC1X1', wish('HKABC102', { email: 'a@abc.com.hk\r\nBcc: b@abc.com.hk' }), 'INVALID_EMAIL'],
      ['a number for an email', 'HKABC1X1', wish('HKABC102', { email: 7 }), 'INVALID_EMAIL'],
      ['no email any more', 'HKABC1X1', wish('HKABC102', { email: null }), 'EMAIL_REQUIRED'],
      ['no surname any more', 'HKABC1X1', wish('HKABC102', { surname: ' ' }), 'INVALID_NAME'],
      ['no real date', 'HKABC1X1', wish('HKABC102', { disableAfter: '2026-02-29' }), 'INVALID_DATE'],
      ['an end before the beginning', 'HKABC1X1', wish('HKABC102', { enableFrom: '2027-01-02', disableAfter: '2027-01-01' }), 'INVALID_DATE'],
      ['an unknown option', 'HKABC1X1', wish('HKABC102', { clearingHouseOptions: 'cash' }), 'INVALID_OPTION'],
      ['the status', 'HKABC1X1', wish('HKABC102', { status: 'DISABLED' }), 'INVALID_INPUT'],
      ['the groups', 'HKABC1X1', wish('HKABC102', { groups: ['DA_MAKER'] }), 'INVALID_INPUT'],
      ['the prototype', 'HKABC1X1', { userId: 'HKABC102', version: 1, set: JSON.parse('{"__proto__": {"email": "a@abc.com.hk"}}') }, 'INVALID_INPUT'],
      ['no version', 'HKABC1X1', { userId: 'HKABC102', set: { email: 'a@abc.com.hk' } }, 'INVALID_INPUT'],
      ['a list', 'HKABC1X1', [], 'INVALID_INPUT'],
      ['anything by a checker', 'HKABC2X1', wish('HKABC102', { email: 'a@abc.com.hk' }), 'NOT_PERMITTED'],
      ['anything by a maker without EE', 'HKABC1X2', wish('HKABC102', { email: 'a@abc.com.hk' }), 'NOT_PERMITTED'],
      ['anything by a business user', 'HKABC102', wish('HKABC101', { email: 'a@abc.com.hk' }), 'NOT_PERMITTED'],
      ['anything by the house\'s approver', 'HKEXAP01', wish('HKABC2X1', { email: 'a@abc.com.hk' }), 'NOT_PERMITTED'],
      ['anything by nobody', 'HKABC398', wish('HKABC101', { email: 'a@abc.com.hk' }), 'NOT_PERMITTED'],
      ['a user by the house', 'HKEXOP01', wish('HKABC102', { email: 'a@abc.com.hk' }), 'PHASE_FORBIDS'],
      ['the house\'s own by the house', 'HKEXOP01', wish('HKEXAP01', { email: 'a@abc.com.hk' }), 'FIELD_NOT_EDITABLE'],
    ])('refuses %s', async (_, maker, wanted, code) => {
      expect(await refusal(maker, wanted)).toBe(code);
    });

    it('lets the house change administrators in every phase and at any hour', async () => {
      scene.clock.set(new Date('2026-11-22T03:00:00+08:00'));
      for (const phase of ['PRE_PARALLEL', 'PARALLEL', 'END'] as const) {
        await scene.write((tx, at) => setPhase(tx, phase, at));
        expect(await refusal('HKEXOP01', wish('HKABC2X1', { email: 'lee@abc.com.hk' }))).toBeUndefined();
        expect(await refusal('HKEXOP01', wish('HKABC102', { email: 'lee@abc.com.hk' }))).toBe('PHASE_FORBIDS');
      }
      await scene.write((tx, at) => setPhase(tx, 'PARALLEL', at));
    });

    it('lets administrators register emails in every phase', async () => {
      for (const phase of ['PRE_PARALLEL', 'END', 'PARALLEL'] as const) {
        await scene.write((tx, at) => setPhase(tx, phase, at));
        expect(await refusal('HKABC1X1', wish('HKABC101', { email: 'wong@abc.com.hk' }))).toBeUndefined();
      }
    });

    it('is closed at 19:00:00.000, with the next opening, and audited', async () => {
      scene.clock.set(new Date('2026-11-23T18:59:59.999+08:00'));
      expect(await refusal('HKABC1X1', wish('HKABC101', { email: 'wong@abc.com.hk' }))).toBeUndefined();
      scene.clock.set(new Date('2026-11-23T19:00:00.000+08:00'));
      const outcome = await propose('HKABC1X1', wish('HKABC101', { email: 'wong@abc.com.hk' }));
      expect(outcome.refusal).toMatchObject({ code: 'OUTSIDE_FUNCTION_HOURS', nextOpening: '2026-11-23T23:00:00.000Z' });
      expect((await scene.audit()).at(-1)).toMatchObject({ action: 'change.propose', outcome: 'REFUSED', actor: 'HKABC1X1', code: 'OUTSIDE_FUNCTION_HOURS' });
    });

    it('is open to Approvals alone, and an unknown kind is a fault', async () => {
      const variables = { a: await scene.uuid('HKABC1X1'), i: wish('HKABC101', { email: 'a@abc.com.hk' }) };
      expect((await scene.service('gateway', PROPOSE, variables)).codes).toEqual(['FORBIDDEN']);
      expect((await scene.as('HKABC1X1', PROPOSE, variables)).codes).toEqual(['FORBIDDEN']);
      expect((await scene.service('approvals', PROPOSE.replace('PROFILE_CHANGE', 'NO_SUCH'), variables)).codes).toEqual(['UNKNOWN_CHANGE_KIND']);
    });
  });

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
      ['the house\'s approver for an administrator\'s change', 'HKABC1X1', 'HKEXAP01', 'HKABC101', 'AUTHORISATION_FAILED'],
      ['an administrator for the house\'s change', 'HKEXOP01', 'HKABC2X1', 'HKABC1X2', 'AUTHORISATION_FAILED'],
      ['a maker without rights', 'HKABC1X2', 'HKABC2X1', 'HKABC101', 'MAKER_NOT_PERMITTED'],
      ['a target of another participant', 'HKABC1X1', 'HKABC2X1', 'HKXYZ101', 'PROFILE_STALE'],
    ])('refuses %s', async (_, maker, checker, target, code) => {
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
      expect(await check('HKABC1X1', 'HKABC2X1', 'HKABC101')).toEqual({ code: 'OUTSIDE_FUNCTION_HOURS', nextOpening: '2026-11-22T23:00:00.000Z' });
    });
  });

  describe('applying a change', () => {
    it('writes once with both versions, its events and its audit, and repeats its answer for the same request', async () => {
      const userId = await fresh({ email: 'old@abc.com.hk' });
      const i = await input('HKABC1X1', 'HKABC2X1', userId);
      const first = await apply(i);
      expect(first).toEqual({ outcome: 'APPLIED', appliedAt: MONDAY.toISOString(), version: 2, refusal: null });
      scene.clock.advance(60_000);
      expect(await apply(i)).toEqual(first);
      expect(await stored(userId)).toEqual({ email: i.payload.set.email, version: 2, security_version: 2 });
      const told = await events(userId);
      expect(told.map((event) => event.type)).toEqual(['identity.email-changed', 'identity.profile-changed']);
      expect(JSON.parse(told[0]?.body ?? '')).toEqual({ profileUuid: i.targetUuid, userId, oldEmail: 'old@abc.com.hk', newEmail: i.payload.set.email });
      const rows = (await scene.audit()).filter((row) => row.target === userId);
      expect(rows).toMatchObject([{ action: 'change.apply', outcome: 'SUCCESS', actor: 'HKABC1X1' }]);
      expect(JSON.parse(rows[0]?.after_json ?? '')).toEqual({ email: i.payload.set.email, checkedBy: 'HKABC2X1' });
    });

    it('of a name leaves sessions alone: the security version stays', async () => {
      const userId = await fresh();
      expect(await apply(await input('HKABC1X1', 'HKABC2X1', userId, { payload: { set: { otherNames: 'Kit' } } }))).toMatchObject({ outcome: 'APPLIED' });
      expect(await stored(userId)).toMatchObject({ version: 2, security_version: 1 });
    });

    it('happens exactly once when 16 deliver the same request at once', async () => {
      const userId = await fresh();
      const i = await input('HKABC1X1', 'HKABC2X1', userId);
      const outcomes = await Promise.all(Array.from({ length: 16 }, () => apply(i)));
      expect(outcomes.every((each) => each.outcome === 'APPLIED' && each.version === 2)).toBe(true);
      expect(await stored(userId)).toMatchObject({ version: 2 });
      expect(await events(userId)).toHaveLength(2);
    });

    it('happens exactly once when 16 requests race for one version; the others are stale', async () => {
      const userId = await fresh();
      const inputs = await Promise.all(Array.from({ length: 16 }, () => input('HKABC1X1', 'HKABC2X1', userId)));
      const outcomes = await Promise.all(inputs.map(apply));
      expect(outcomes.filter((each) => each.outcome === 'APPLIED')).toHaveLength(1);
      expect(outcomes.filter((each) => each.outcome === 'STALE')).toHaveLength(15);
      expect(await stored(userId)).toMatchObject({ version: 2 });
    });

    it('re-checks the pair: a checker disabled, stripped of his role or deleted since is refused for good', async () => {
      const [disabled, stripped, deleted] = ['HKABC4X1', 'HKABC4X2', 'HKABC4X3'] as const;
      for (const userId of [disabled, stripped, deleted]) {
        await scene.write((tx, at) => createProfile(tx, { userId, type: 'DA', participant: 'ABC', surname: 'X', groups: ['DA_CHECKER', 'EE'] }, at));
      }
      const userId = await fresh();
      const inputs = [await input('HKABC1X1', disabled, userId), await input('HKABC1X1', stripped, userId), await input('HKABC1X1', deleted, userId)];
      await scene.write((tx, at) => setStatus(tx, { userId: disabled }, 'DISABLED', at));
      await scene.write((tx, at) => assignGroups(tx, { userId: stripped }, ['DA_CHECKER'], at));
      await scene.write((tx, at) => deleteProfile(tx, { userId: deleted }, at));
      for (const i of inputs) expect(await apply(i)).toMatchObject({ outcome: 'REFUSED', refusal: { code: 'AUTHORISATION_FAILED' } });
      await scene.write((tx, at) => setStatus(tx, { userId: disabled }, 'ENABLED', at));
      expect(await apply(inputs[0])).toMatchObject({ outcome: 'REFUSED' });
      expect(await stored(userId)).toMatchObject({ version: 1 });
    });

    it('re-checks that maker, checker and target are different people of one participant', async () => {
      const userId = await fresh();
      expect(await apply(await input('HKABC1X1', 'HKABC1X1', userId))).toMatchObject({ outcome: 'REFUSED', refusal: { code: 'MAKER_IS_CHECKER' } });
      expect(await apply(await input('HKABC1X1', 'HKABC2X5', userId))).toMatchObject({ outcome: 'REFUSED', refusal: { code: 'SAME_PERSON' } });
      expect(await apply(await input('HKABC1X1', 'HKABC2X1', 'HKABC2X1'))).toMatchObject({ outcome: 'REFUSED', refusal: { code: 'CHECKER_IS_TARGET' } });
      expect(await apply(await input('HKABC1X1', 'HKXYZ2X1', userId))).toMatchObject({ outcome: 'REFUSED', refusal: { code: 'AUTHORISATION_FAILED' } });
      expect(await apply(await input('HKABC1X1', 'HKABC2X1', 'HKXYZ101'))).toMatchObject({ outcome: 'STALE' });
    });

    it('judges function hours at the decision, not at the delivery', async () => {
      const [late, early] = [await fresh(), await fresh()];
      const decidedInside = await input('HKABC1X1', 'HKABC2X1', late);
      scene.clock.set(new Date('2026-11-23T19:05:00+08:00'));
      expect(await apply(decidedInside)).toMatchObject({ outcome: 'APPLIED' });
      const decidedAt = new Date('2026-11-23T19:00:00.000+08:00').toISOString();
      expect(await apply(await input('HKABC1X1', 'HKABC2X1', early, { decidedAt }))).toMatchObject({ outcome: 'REFUSED', refusal: { code: 'OUTSIDE_FUNCTION_HOURS' } });
    });

    it('trusts no payload: fields that nobody may set and wrong values are refused whole', async () => {
      const userId = await fresh();
      for (const payload of [{ set: { status: 'DISABLED' } }, { set: { email: 'a@abc.com.hk', groups: [] } }, { set: { email: 'nonsense' } }, {}, null, { set: {} }]) {
        expect(await apply(await input('HKABC1X1', 'HKABC2X1', userId, { payload: payload ?? 'null' }))).toMatchObject({ outcome: 'REFUSED' });
      }
      expect(await stored(userId)).toMatchObject({ version: 1 });
    });

    it('does nothing to a profile deleted or re-created since', async () => {
      const userId = await fresh();
      const i = await input('HKABC1X1', 'HKABC2X1', userId);
      await scene.write((tx, at) => deleteProfile(tx, { userId }, at));
      await scene.write((tx, at) => createProfile(tx, { userId, type: 'USER', participant: 'ABC', surname: 'NEW' }, at));
      expect(await apply(i)).toMatchObject({ outcome: 'STALE' });
      expect(await stored(userId)).toMatchObject({ email: null, version: 1 });
    });

    it('that failed half-way left nothing, and may come again', async () => {
      const userId = await fresh();
      const i = await input('HKABC1X1', 'HKABC2X1', userId);
      expect((await scene.service('approvals', APPLY, { i: { ...i, kind: 'NO_SUCH' } })).codes).toEqual(['UNKNOWN_CHANGE_KIND']);
      expect(await apply(i)).toMatchObject({ outcome: 'APPLIED' });
    });
  });

  describe('a tombstone', () => {
    it('frees its ID for the same participant only, with a new identity behind it', async () => {
      const userId = await fresh();
      const old = await scene.uuid(userId);
      await expect(scene.write((tx, at) => createProfile(tx, { userId, type: 'USER', participant: 'ABC', surname: 'TWICE' }, at))).rejects.toMatchObject({ code: 'USER_ID_TAKEN' });
      await scene.write((tx, at) => deleteProfile(tx, { userId }, at));
      await expect(scene.write((tx, at) => createProfile(tx, { userId, type: 'USER', participant: 'XYZ', surname: 'OTHER' }, at))).rejects.toMatchObject({ code: 'USER_ID_TAKEN' });
      await scene.write((tx, at) => createProfile(tx, { userId, type: 'USER', participant: 'ABC', surname: 'AGAIN' }, at));
      expect(await scene.uuid(userId)).not.toBe(old);
      const answer = await scene.service('authentication', 'query($p: ID) { standing(profileUuid: $p) { userId } }', { p: old });
      expect(answer.data['standing']).toBeNull();
    });
  });
}
