import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accountOf } from '../support/account.ts';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfUser } from '../support/audit.ts';
import { present } from '../support/cast.ts';
import { only } from '../support/changes.ts';
import { type Desk, FORM, openDesk } from '../support/desk.ts';
import { bothEngines } from '../support/both-engines.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { lockOut } from '../support/lock-out.ts';
import { choosePassword, logIn, type Person } from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const REPORTS =
  '{ reports { disabledAndLocked(first: 100) { rows { values } } migrationStatus(first: 100) { rows { values } } } }';

interface Listed {
  readonly rows: readonly { readonly values: { readonly userId: string; readonly participant: string } }[];
}

onEveryShape(
  'W7 Unlock user',
  (stack) => {
    let desk: Desk;
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
    }, 90_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const unlock = (userId: string, by?: ApiClient, more: object = {}) =>
      desk.submit('submitUnlock', { userId, reason: 'Called in, identity checked', ...more }, by);
    /** With the right password and the right code. */
    const login = (who: Person) => logIn(stack(), who, 'CCMS');

    describe.each<Phase>(['PRE_PARALLEL', 'PARALLEL', 'END'])('%s', (phase) => {
      let who: Person;
      let requestId = '';
      beforeAll(async () => {
        await movePhase(stack(), 'PARALLEL');
        who = desk.cast.user();
        await present(stack(), who, 'CCMS');
      });
      beforeEach(() => movePhase(stack(), phase));

      it('0. who is not locked cannot be unlocked', async () => {
        expect(await unlock(who.userId)).toMatchObject({ __typename: 'ChangeRefused', code: 'NO_CHANGE' });
      });

      it('1. ten wrong codes lock the user, wherever they were entered, and he is told', async () => {
        await movePhase(stack(), 'PARALLEL');
        const session = await present(stack(), who, 'CCMS');
        await lockOut(stack(), who, 'CCMS');
        expect(await viewerId(session)).toBeNull();
        expect(await login(who)).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
        expect((await desk.letter(who, 'User locked')).text).toContain('Delegated Administrator');
      });

      it('2. his administrators see since when and why, on the profile and in their list', async () => {
        expect(await desk.see(who.userId)).toMatchObject({
          ...{ status: 'ENABLED', lockReason: 'SECOND_FACTOR_FAILURES', lockedAt: expect.any(String) },
        });
        const { disabledAndLocked, migrationStatus } = only<Record<'disabledAndLocked' | 'migrationStatus', Listed>>(
          await desk.maker.send(REPORTS),
        );
        expect(disabledAndLocked.rows.map(({ values }) => values.userId)).toContain(who.userId);
        expect(migrationStatus.rows.length).toBeGreaterThan(50);
        const participants = [disabledAndLocked, migrationStatus].flatMap(({ rows }) =>
          rows.map(({ values }) => values.participant),
        );
        expect(new Set(participants)).toEqual(new Set(['ABC']));
      });

      it('3. a new password does not open the lock (W15)', async () => {
        await movePhase(stack(), 'PARALLEL');
        stack().clock.advance({ minutes: 2 });
        expect(await choosePassword(stack(), who, `a-new-${phase.toLowerCase()}-tram-quay`)).toMatchObject({
          __typename: 'PasswordChanged',
        });
        expect(await login(who)).toMatchObject({ code: 'AUTH_FAILED' });
        expect(await accountOf(stack(), who)).toMatchObject({ locked: true });
      });

      it('4. the maker submits: the screen shows the lock that would go', async () => {
        const request = await unlock(who.userId);
        expect(request).toMatchObject({ kind: 'UNLOCK', state: 'SUBMITTED', subject: who.userId });
        expect(request.before).toMatchObject({ lockReason: 'SECOND_FACTOR_FAILURES', lockedAt: expect.any(String) });
        requestId = request.id;
      });

      it('5. the checker agrees: lock and counters are cleared, the user is told', async () => {
        expect(await desk.authorised(requestId)).toMatchObject({
          ...{ state: 'EXECUTED', message: 'The above user is unlocked successfully' },
        });
        expect(await accountOf(stack(), who)).toEqual({ failures: 0, locked: false });
        expect(await desk.see(who.userId)).toMatchObject({ lockedAt: null, lockReason: null, otpChannel: 'APP' });
        expect((await desk.letter(who, 'User unlocked')).text).not.toMatch(/https?:/);
      });

      it('6. he signs in with his password and the app that he had', async () => {
        if (phase === 'PRE_PARALLEL') await movePhase(stack(), 'PARALLEL');
        expect(await viewerId(await present(stack(), who, 'CCMS'))).toBe(who.userId);
      });
    });

    describe('an administrator who is locked', () => {
      const locked = () => desk.cast.otherChecker;
      beforeAll(async () => {
        await movePhase(stack(), 'PARALLEL');
        await present(stack(), locked(), 'DMS');
        await lockOut(stack(), locked(), 'DMS');
        await desk.comeBack();
      }, 60_000);

      it.each<Phase>(['PRE_PARALLEL', 'PARALLEL', 'END'])(
        'in %s is not unlocked by his like: DA_UNLOCK_BY_HKEX',
        async (phase) => {
          await movePhase(stack(), phase);
          const refused = await unlock(locked().userId);
          expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'DA_UNLOCK_BY_HKEX' });
          expect(refused.message).toContain('DA 3');
        },
      );

      it('cannot countersign meanwhile', async () => {
        const who = desk.cast.user();
        const request = await desk.submit('submitProfileChange', {
          ...(await desk.aim(who)),
          set: { surname: 'WONG' },
        });
        const text = `mutation($input: AuthoriseChangeInput!) { authoriseChange(input: $input) { __typename ... on ChangeRefused { code } } }`;
        const input = { requestId: request.id, checkerId: locked().userId, authorisationCode: desk.code };
        expect(only(await desk.maker.send(text, { input }))).toMatchObject({ code: 'AUTHORISATION_FAILED' });
        expect(await desk.authorised(request.id)).toMatchObject({ state: 'EXECUTED' });
      });

      it('is unlocked by the clearing house on a form, at any hour, and signs in again', async () => {
        await desk.comeBack('2026-11-29T03:00:00+08:00');
        expect(await unlock(locked().userId, desk.operator)).toMatchObject({ code: 'FORM_REFERENCE_REQUIRED' });
        const request = await desk.byTheHouse('submitUnlock', { userId: locked().userId, reason: 'Evidence seen' });
        expect(request).toMatchObject({ formReference: FORM, subject: locked().userId });
        expect(await viewerId(await present(stack(), locked(), 'DMS'))).toBe(locked().userId);
        const actions = (await auditOfUser(stack(), 'authentication', locked().userId)).map(({ action }) => action);
        expect(actions).toEqual(expect.arrayContaining(['account.locked', 'change.apply']));
      });
    });

    it('whom else not: another participant’s user looks non-existent; a user is the participant’s, not the clearing house’s', async () => {
      await desk.comeBack('2026-11-30T10:00:00+08:00');
      expect(await unlock(desk.cast.foreignUser().userId)).toMatchObject({ code: 'USER_NOT_FOUND' });
      expect(await unlock('HKABC4ZZ')).toMatchObject({ code: 'USER_NOT_FOUND' });
      const { userId } = desk.cast.user();
      expect(await unlock(userId, desk.operator, { formReference: FORM })).toMatchObject({ code: 'PHASE_FORBIDS' });
      expect(await unlock(desk.cast.maker.userId)).toMatchObject({ code: 'DA_UNLOCK_BY_HKEX' });
    });
  },
  { among: bothEngines },
);
