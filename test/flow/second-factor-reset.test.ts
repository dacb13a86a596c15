import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { present } from '../support/cast.ts';
import { cancel } from '../support/changes.ts';
import { type Desk, FORM, openDesk } from '../support/desk.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { flowId, step } from '../support/flow-steps.ts';
import { lockOut } from '../support/lock-out.ts';
import {
  choosePassword,
  enterPassword,
  freshCode,
  logIn,
  type Person,
  registerDevice,
  signedIn,
} from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

onEveryShape(
  'W17 Lost device: the second factor is reset',
  (stack) => {
    let desk: Desk;
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
    }, 90_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const reset = (userId: string, by?: ApiClient, more: object = {}) =>
      desk.submit('submitSecondFactorReset', { userId, reason: 'Phone lost, identity checked', ...more }, by);

    describe.each<Phase>(['PRE_PARALLEL', 'PARALLEL', 'END'])('%s', (phase) => {
      let who: Person;
      let session: ApiClient;
      let requestId = '';
      /** The person as he was: what he knew, and the phone that somebody may have found. */
      let before: Person;
      beforeAll(async () => {
        await movePhase(stack(), 'PARALLEL');
        who = desk.cast.user();
        session = await present(stack(), who, 'CCMS');
        before = { ...who };
      });
      beforeEach(() => movePhase(stack(), phase));

      it('0. who never registered anything has nothing to reset', async () => {
        expect(await reset(desk.cast.user().userId)).toMatchObject({ __typename: 'ChangeRefused', code: 'NO_CHANGE' });
      });

      it('1. the maker submits: the screen shows what the user holds, and no secret of it', async () => {
        const request = await reset(who.userId);
        expect(request).toMatchObject({ kind: 'SECOND_FACTOR_RESET', state: 'SUBMITTED', subject: who.userId });
        expect(request.before).toMatchObject({
          otpChannel: 'APP',
          holds: expect.arrayContaining(['totp', 'password']),
        });
        expect(request.after).toMatchObject({ otpChannel: null, holds: [] });
        expect(JSON.stringify(request)).not.toContain(before.app?.secret);
        expect(await viewerId(session)).toBe(who.userId);
        requestId = request.id;
      });

      it('2. the checker agrees: every session ends at once, and the user is told how to begin again', async () => {
        expect(await desk.authorised(requestId)).toMatchObject({
          ...{ state: 'EXECUTED', message: 'The second factor of the above user is reset successfully' },
        });
        expect(await viewerId(session)).toBeNull();
        expect(await desk.see(who.userId)).toMatchObject({ status: 'ENABLED', otpChannel: null });
        const notice = await desk.letter(who, 'Second factor reset');
        expect(notice.text).toContain('Forgot/Reset your Password');
        expect(notice.raw).not.toMatch(/https?:|www\./);
      });

      it('3. the old password opens nothing any more, with the old phone or without', async () => {
        if (phase === 'PRE_PARALLEL') await movePhase(stack(), 'PARALLEL');
        expect(await enterPassword(stack().client(), before, 'CCMS')).toMatchObject({ code: 'AUTH_FAILED' });
      });

      it('4. he begins with a mailed code and a new password; the old app’s codes are dead, a device is registered anew (W12)', async () => {
        if (phase === 'PRE_PARALLEL') await movePhase(stack(), 'PARALLEL');
        stack().clock.advance({ minutes: 2 });
        expect(await choosePassword(stack(), who, `another-${phase.toLowerCase()}-tram-quay`)).toMatchObject({
          __typename: 'PasswordChanged',
        });
        const client = stack().client();
        const offered = await enterPassword(client, who, 'CCMS');
        expect(offered.__typename).toBe('DeviceRegistrationOffered');
        const old = await step(client, 'answerWithTotp', { flowId: flowId(offered), code: freshCode(stack(), before) });
        expect(old).toMatchObject({ __typename: 'FlowRefused' });
        const done = await registerDevice(stack(), who, 'CCMS', client);
        expect(await viewerId(signedIn(client, done))).toBe(who.userId);
        expect(who.app?.secret).not.toBe(before.app?.secret);
        expect(await desk.see(who.userId)).toMatchObject({ otpChannel: 'APP' });
      });

      it('5. the old phone’s codes are wrong codes', async () => {
        if (phase === 'PRE_PARALLEL') await movePhase(stack(), 'PARALLEL');
        const client = stack().client();
        const asked = await enterPassword(client, who, 'CCMS');
        const refused = await step(client, 'answerWithTotp', {
          flowId: flowId(asked),
          code: freshCode(stack(), before),
        });
        expect(refused).toMatchObject({ __typename: 'FlowRefused', code: 'OTP_INVALID_OR_EXPIRED' });
      });
    });

    it('a user who is locked as well stays locked: the screen says that an unlock is needed too', async () => {
      const who = desk.cast.user();
      await present(stack(), who, 'CCMS');
      await lockOut(stack(), who, 'CCMS');
      const request = await reset(who.userId);
      expect(request.warnings).toEqual([
        'This user is also locked. The reset leaves the lock: ask for an unlock as well.',
      ]);
      expect(await desk.authorised(request.id)).toMatchObject({ state: 'EXECUTED' });
      expect(await desk.see(who.userId)).toMatchObject({ lockReason: 'SECOND_FACTOR_FAILURES', otpChannel: null });
      await desk.countersigned('submitUnlock', { userId: who.userId });
      expect(await desk.see(who.userId)).toMatchObject({ lockedAt: null, otpChannel: null });
    });

    it('what the user registers while the reset waits is not destroyed unseen: the request is stale', async () => {
      const who = desk.cast.user();
      expect(await choosePassword(stack(), who, 'marigold-tram-eleven-quay')).toMatchObject({
        __typename: 'PasswordChanged',
      });
      const request = await reset(who.userId);
      expect(request.before).toMatchObject({ otpChannel: null });
      await registerDevice(stack(), who, 'CCMS');
      await desk.authorised(request.id);
      expect(await desk.read(request.id)).toMatchObject({ state: 'STALE' });
      expect((await logIn(stack(), who, 'CCMS')).__typename).toBe('SignedIn');
    });

    describe('an administrator’s', () => {
      const loser = () => desk.cast.otherMaker;
      let session: ApiClient;
      beforeAll(async () => {
        await movePhase(stack(), 'PARALLEL');
        await desk.comeBack();
        session = await present(stack(), loser(), 'DMS');
      });

      it.each<Phase>(['PRE_PARALLEL', 'PARALLEL', 'END'])(
        'in %s is not for his like: DA_FACTOR_RESET_BY_HKEX',
        async (phase) => {
          await movePhase(stack(), phase);
          const refused = await reset(loser().userId);
          expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'DA_FACTOR_RESET_BY_HKEX' });
          expect(refused.message).toContain('DA 3');
          const byTheHouse = await reset(loser().userId, desk.operator, { formReference: FORM });
          expect(byTheHouse).toMatchObject({ state: 'SUBMITTED', formReference: FORM });
          await cancel(desk.operator, byTheHouse.id);
        },
      );

      it('the clearing house resets it on a form; he begins with a mailed code, as a user does', async () => {
        expect(await reset(loser().userId, desk.operator)).toMatchObject({ code: 'FORM_REFERENCE_REQUIRED' });
        await desk.byTheHouse('submitSecondFactorReset', { userId: loser().userId, reason: 'Evidence seen' });
        expect(await viewerId(session)).toBeNull();
        Object.assign(loser(), { password: '', app: null });
        stack().clock.advance({ minutes: 2 });
        expect(await viewerId(await present(stack(), loser(), 'DMS'))).toBe(loser().userId);
      });
    });

    it('whom else not', async () => {
      await desk.comeBack();
      expect(await reset(desk.cast.foreignUser().userId)).toMatchObject({ code: 'USER_NOT_FOUND' });
      const { userId } = desk.cast.user();
      expect(await reset(userId, desk.operator, { formReference: FORM })).toMatchObject({ code: 'PHASE_FORBIDS' });
      expect(await reset(desk.cast.maker.userId)).toMatchObject({ code: 'DA_FACTOR_RESET_BY_HKEX' });
    });
  },
  { among: ['embedded', 'four-process'] },
);
