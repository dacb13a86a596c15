import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { assignGroups, createProfile, deleteProfile, setStatus } from '../index.ts';
import { APPLY, changeDesk } from './change-desk.suite.ts';

/** A decided change happens once, or not at all and says why; on either engine. */
export function applySuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  const { fresh, input, apply, stored, events } = changeDesk(() => scene);
  beforeAll(async () => {
    scene = await open();
    await scene.write((tx, at) =>
      createProfile(
        tx,
        {
          userId: 'HKABC2X5',
          type: 'DA',
          participant: 'ABC',
          surname: 'TWIN',
          email: 'MAKER@abc.com.hk',
          groups: ['DA_CHECKER', 'EE'],
        },
        at,
      ),
    );
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.clock.set(MONDAY));

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
      expect(JSON.parse(told[0]?.body ?? '')).toEqual({
        profileUuid: i.targetUuid,
        userId,
        participant: 'ABC',
        oldEmail: 'old@abc.com.hk',
        newEmail: i.payload.set.email,
      });
      const rows = (await scene.audit()).filter((row) => row.target === userId);
      expect(rows).toMatchObject([{ action: 'change.apply', outcome: 'SUCCESS', actor: 'HKABC1X1' }]);
      expect(JSON.parse(rows[0]?.after_json ?? '')).toEqual({ email: i.payload.set.email, checkedBy: 'HKABC2X1' });
    });

    it('of a name leaves sessions alone: the security version stays', async () => {
      const userId = await fresh();
      expect(
        await apply(await input('HKABC1X1', 'HKABC2X1', userId, { payload: { set: { otherNames: 'Kit' } } })),
      ).toMatchObject({ outcome: 'APPLIED' });
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
        await scene.write((tx, at) =>
          createProfile(tx, { userId, type: 'DA', participant: 'ABC', surname: 'X', groups: ['DA_CHECKER', 'EE'] }, at),
        );
      }
      const userId = await fresh();
      const inputs = [
        await input('HKABC1X1', disabled, userId),
        await input('HKABC1X1', stripped, userId),
        await input('HKABC1X1', deleted, userId),
      ];
      await scene.write((tx, at) => setStatus(tx, { userId: disabled }, 'DISABLED', at));
      await scene.write((tx, at) => assignGroups(tx, { userId: stripped }, ['DA_CHECKER'], at));
      await scene.write((tx, at) => deleteProfile(tx, { userId: deleted }, at));
      for (const i of inputs)
        expect(await apply(i)).toMatchObject({ outcome: 'REFUSED', refusal: { code: 'AUTHORISATION_FAILED' } });
      await scene.write((tx, at) => setStatus(tx, { userId: disabled }, 'ENABLED', at));
      expect(await apply(inputs[0])).toMatchObject({ outcome: 'REFUSED' });
      expect(await stored(userId)).toMatchObject({ version: 1 });
    });

    it('re-checks that maker, checker and target are different people of one participant', async () => {
      const userId = await fresh();
      expect(await apply(await input('HKABC1X1', 'HKABC1X1', userId))).toMatchObject({
        outcome: 'REFUSED',
        refusal: { code: 'MAKER_IS_CHECKER' },
      });
      expect(await apply(await input('HKABC1X1', 'HKABC2X5', userId))).toMatchObject({
        outcome: 'REFUSED',
        refusal: { code: 'SAME_PERSON' },
      });
      expect(await apply(await input('HKABC1X1', 'HKABC2X1', 'HKABC2X1'))).toMatchObject({
        outcome: 'REFUSED',
        refusal: { code: 'CHECKER_IS_TARGET' },
      });
      expect(await apply(await input('HKABC1X1', 'HKXYZ2X1', userId))).toMatchObject({
        outcome: 'REFUSED',
        refusal: { code: 'AUTHORISATION_FAILED' },
      });
      expect(await apply(await input('HKABC1X1', 'HKABC2X1', 'HKXYZ101'))).toMatchObject({ outcome: 'STALE' });
    });

    it('judges function hours at the decision, not at the delivery', async () => {
      const [late, early] = [await fresh(), await fresh()];
      const decidedInside = await input('HKABC1X1', 'HKABC2X1', late);
      scene.clock.set(new Date('2026-11-23T19:05:00+08:00'));
      expect(await apply(decidedInside)).toMatchObject({ outcome: 'APPLIED' });
      const decidedAt = new Date('2026-11-23T19:00:00.000+08:00').toISOString();
      expect(await apply(await input('HKABC1X1', 'HKABC2X1', early, { decidedAt }))).toMatchObject({
        outcome: 'REFUSED',
        refusal: { code: 'OUTSIDE_FUNCTION_HOURS' },
      });
    });

    it('trusts no payload: fields that nobody may set and wrong values are refused whole', async () => {
      const userId = await fresh();
      for (const payload of [
        { set: { status: 'DISABLED' } },
        { set: { email: 'a@abc.com.hk', groups: [] } },
        { set: { email: 'nonsense' } },
        {},
        null,
        { set: {} },
      ]) {
        expect(await apply(await input('HKABC1X1', 'HKABC2X1', userId, { payload: payload ?? 'null' }))).toMatchObject({
          outcome: 'REFUSED',
        });
      }
      expect(await stored(userId)).toMatchObject({ version: 1 });
    });

    it('does nothing to a profile deleted or re-created since', async () => {
      const userId = await fresh();
      const i = await input('HKABC1X1', 'HKABC2X1', userId);
      await scene.write((tx, at) => deleteProfile(tx, { userId }, at));
      await scene.write((tx, at) =>
        createProfile(tx, { userId, type: 'USER', participant: 'ABC', surname: 'NEW' }, at),
      );
      expect(await apply(i)).toMatchObject({ outcome: 'STALE' });
      expect(await stored(userId)).toMatchObject({ email: null, version: 1 });
    });

    it('that failed half-way left nothing, and may come again', async () => {
      const userId = await fresh();
      const i = await input('HKABC1X1', 'HKABC2X1', userId);
      expect((await scene.service('approvals', APPLY, { i: { ...i, kind: 'NO_SUCH' } })).codes).toEqual([
        'UNKNOWN_CHANGE_KIND',
      ]);
      expect(await apply(i)).toMatchObject({ outcome: 'APPLIED' });
    });
  });

  describe('a tombstone', () => {
    it('frees its ID for the same participant only, with a new identity behind it', async () => {
      const userId = await fresh();
      const old = await scene.uuid(userId);
      await expect(
        scene.write((tx, at) => createProfile(tx, { userId, type: 'USER', participant: 'ABC', surname: 'TWICE' }, at)),
      ).rejects.toMatchObject({ code: 'USER_ID_TAKEN' });
      await scene.write((tx, at) => deleteProfile(tx, { userId }, at));
      await expect(
        scene.write((tx, at) => createProfile(tx, { userId, type: 'USER', participant: 'XYZ', surname: 'OTHER' }, at)),
      ).rejects.toMatchObject({ code: 'USER_ID_TAKEN' });
      await scene.write((tx, at) =>
        createProfile(tx, { userId, type: 'USER', participant: 'ABC', surname: 'AGAIN' }, at),
      );
      expect(await scene.uuid(userId)).not.toBe(old);
      const answer = await scene.service('authentication', 'query($p: ID) { standing(profileUuid: $p) { userId } }', {
        p: old,
      });
      expect(answer.data['standing']).toBeNull();
    });
  });
}
