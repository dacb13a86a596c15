import { beforeAll, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { scan } from '../support/authenticator-app.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { only } from '../support/changes.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { type FlowStep, flowId, step, type StepField } from '../support/flow-steps.ts';
import {
  choosePassword,
  enterPassword,
  freshCode,
  logIn,
  mailedCode,
  type Person,
  optForEmail,
  PASSWORD,
  signedIn,
} from '../support/person.ts';
import { viewerId } from '../support/profiles.ts';

const SETTINGS = '{ signInSettings { channel changeableTo recoveryCodesLeft devices { authenticator } } }';
const EVENTS = '{ securityEvents(first: 50) { nodes { kind count text at } pageInfo { hasNextPage } } }';
const APPLICATION = 'CCMS';

onEveryShape(
  'W16 what a person changes about his own factors',
  (stack) => {
    let cast: Cast;
    beforeAll(async () => {
      cast = await openCast(stack());
    }, 60_000);

    /** Begins a change and proves himself once more: password, then the factor he has. */
    async function provenAgain(
      session: ApiClient,
      who: Person,
      field: StepField,
      variables: Record<string, string> = {},
    ): Promise<FlowStep> {
      const begun = await step(session, field, variables);
      const asked = await step(session, 'answerWithPassword', { flowId: flowId(begun), password: who.password });
      if (who.app === null) return byMail(session, who, asked);
      return step(session, 'answerWithTotp', { flowId: flowId(asked), code: freshCode(stack(), who) });
    }
    async function byMail(session: ApiClient, who: Person, asked: FlowStep): Promise<FlowStep> {
      const code = await mailedCode(stack(), who, asked);
      return step(session, 'answerWithEmailOtp', { flowId: flowId(asked), code });
    }
    /** Registers a device in a flow that offers one, and confirms it. */
    async function registered(session: ApiClient, who: Person, offered: FlowStep): Promise<FlowStep> {
      expect(offered.__typename).toBe('DeviceRegistrationOffered');
      const shown = await step(session, 'registerDevice', { flowId: flowId(offered) });
      who.app = scan(shown.otpauthUri ?? '');
      return step(session, 'answerWithTotp', { flowId: flowId(shown), code: freshCode(stack(), who) });
    }
    const atWork = async (who: Person) => signedIn(stack().client(), await logIn(stack(), who, APPLICATION));
    const told = async (who: Person, subject: string) => {
      const letter = await stack().mail.letterTo(who.email, (mail) => mail.subject === `${subject}: ${who.userId}`);
      expect(letter.raw).not.toMatch(/https?:|www\./);
    };

    it('from an app to mail and back: each time the new factor is proven before the old one stops', async () => {
      const who = cast.user();
      const first = await present(stack(), who, APPLICATION);
      const warned = await provenAgain(first, who, 'changeOtpChannel', { to: 'EMAIL' });
      expect(warned.__typename).toBe('RiskWarning');
      const accepted = { flowId: flowId(warned), warningVersion: warned.warningVersion ?? '' };
      const asked = await step(first, 'acceptEmailOtpRisk', accepted);
      expect(await viewerId(first)).toBe(who.userId);
      expect(await byMail(first, who, asked)).toMatchObject({ __typename: 'ChannelChanged', channel: 'EMAIL' });
      expect(await viewerId(first)).toBeNull();
      await told(who, 'Way to sign in changed');

      who.app = null;
      stack().clock.advance({ minutes: 6 });
      const second = await atWork(who);
      expect(only(await second.send(SETTINGS))).toMatchObject({
        channel: 'EMAIL',
        recoveryCodesLeft: null,
        devices: [],
      });
      stack().clock.advance({ minutes: 6 });
      const offered = await provenAgain(second, who, 'changeOtpChannel', { to: 'APP' });
      expect(await registered(second, who, offered)).toMatchObject({ __typename: 'ChannelChanged', channel: 'APP' });
      const third = await atWork(who);
      expect(only(await third.send(SETTINGS))).toMatchObject({ channel: 'APP', devices: [{ authenticator: 'totp' }] });
    });

    it('recovery codes stand in for a lost phone: signed in by one, the device replaced by another', async () => {
      const who = cast.user();
      const session = await present(stack(), who, APPLICATION);
      const { codes = [] } = await provenAgain(session, who, 'renewRecoveryCodes');
      expect(codes).toHaveLength(10);
      expect(await viewerId(session)).toBe(who.userId);

      const asked = await enterPassword(stack().client(), who, APPLICATION);
      expect(asked.offers?.map(({ authenticator }) => authenticator)).toEqual(['totp', 'recovery-code']);
      const typed = { flowId: flowId(asked), code: codes[0]?.toLowerCase().replaceAll('-', ' ') ?? '' };
      const opened = signedIn(stack().client(), await step(stack().client(), 'answerWithRecoveryCode', typed));
      await told(who, 'Recovery code used');

      const begun = await step(opened, 'replaceDevice');
      const again = await step(opened, 'answerWithPassword', { flowId: flowId(begun), password: who.password });
      const used = await step(opened, 'answerWithRecoveryCode', { flowId: flowId(again), code: codes[0] ?? '' });
      expect(used).toMatchObject({ __typename: 'FlowRefused', code: 'OTP_INVALID_OR_EXPIRED' });
      const offered = await step(opened, 'answerWithRecoveryCode', { flowId: flowId(again), code: codes[1] ?? '' });
      const lost = { ...who };
      expect(await registered(opened, who, offered)).toMatchObject({ __typename: 'DeviceReplaced' });
      expect(await viewerId(opened)).toBeNull();
      expect((await logIn(stack(), lost, APPLICATION)).__typename).toBe('FlowRefused');
      expect(only(await (await atWork(who)).send(SETTINGS))).toMatchObject({ recoveryCodesLeft: 8 });
    });

    it('the password, by the present one and the factor; every session ends, the former password opens nothing', async () => {
      const who = cast.user();
      const session = await present(stack(), who, APPLICATION);
      const wanted = await provenAgain(session, who, 'changePassword');
      expect(wanted).toMatchObject({ __typename: 'NewPasswordRequired', rules: { minimumLength: 12 } });
      const set = (password: string) =>
        step(session, 'setPassword', { flowId: flowId(wanted), newPassword: password, confirmation: password });
      expect(await set(PASSWORD)).toMatchObject({ __typename: 'FlowRefused', code: 'PASSWORD_REUSED' });
      expect((await set('copper-ferry-nine-lantern')).__typename).toBe('PasswordChanged');
      expect(await viewerId(session)).toBeNull();
      expect(await enterPassword(stack().client(), who, APPLICATION)).toMatchObject({ code: 'AUTH_FAILED' });
      who.password = 'copper-ferry-nine-lantern';
      const { nodes } = only<{ nodes: { kind: string }[] }>(await (await atWork(who)).send(EVENTS));
      expect(nodes.map(({ kind }) => kind)).toEqual([
        'SIGNED_IN',
        'PROOF_REFUSED',
        'PASSWORD_CHANGED',
        'SIGNED_IN',
        'DEVICE_REGISTERED',
        'PASSWORD_RESET',
      ]);
    });

    it('a fresh session, or one just confirmed, is no proof; and nobody goes on with another’s change (O12)', async () => {
      const who = cast.user();
      const session = await present(stack(), who, APPLICATION);
      const begun = await step(session, 'replaceDevice');
      expect(begun.offers?.map(({ authenticator }) => authenticator)).toEqual(['password']);
      const early = await step(session, 'registerDevice', { flowId: flowId(begun) });
      expect(early).toMatchObject({ __typename: 'FlowRefused', code: 'FLOW_STEP_NOT_EXPECTED' });
      const answer = { flowId: flowId(begun), password: who.password };
      const other = await present(stack(), cast.user(), APPLICATION);
      for (const stranger of [other, stack().client()])
        expect(await step(stranger, 'answerWithPassword', answer)).toMatchObject({ code: 'FLOW_EXPIRED' });
    });

    it('a reset by the mailbox that receives the codes too is told to the administrators (W15)', async () => {
      const who = cast.user();
      await choosePassword(stack(), who, PASSWORD);
      signedIn(stack().client(), await optForEmail(stack(), who, APPLICATION));
      stack().clock.advance({ minutes: 6 });
      await choosePassword(stack(), who, 'copper-ferry-nine-lantern');
      const subject = `Password reset by email of a user with codes by email: ${who.userId}`;
      const letter = await stack().mail.letterTo(cast.checker.email, (mail) => mail.subject === subject);
      expect(letter.raw).not.toMatch(/https?:|www\./);
    });
  },
  { among: ['embedded', 'four-process'] },
);
