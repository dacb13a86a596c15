import { execFileSync } from 'node:child_process';
import { beforeAll, expect, it } from '@jest/globals';
import { scan } from '../support/authenticator-app.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { beginLogin, flowId, step } from '../support/flow-steps.ts';
import { codeIn } from '../support/mail-text.ts';
import {
  choosePassword,
  enterPassword,
  freshCode,
  logIn,
  mailedCode,
  optForEmail,
  PASSWORD,
  registerDevice,
  signedIn,
} from '../support/person.ts';
import { ownProfile, viewerId } from '../support/profiles.ts';
import { readQrCode } from '../support/qr-code.ts';

onEveryShape('W12 to W14: a user of the parallel phase arrives at two-factor login', (stack) => {
  let cast: Cast;
  beforeAll(async () => {
    cast = await openCast(stack());
  }, 60_000);

  it('W12: mailed code, password, device by QR code, first code, home; then password and code each time (W14)', async () => {
    const who = cast.user();
    const client = stack().client();

    const begun = await step(client, 'beginPasswordReset', { userId: who.userId.toLowerCase() });
    expect(begun).toMatchObject({ __typename: 'ProofsOffered', offers: [{ authenticator: 'email-otp' }] });
    const code = await mailedCode(stack(), who, begun);
    const asked = await step(client, 'answerWithEmailOtp', { flowId: flowId(begun), code });
    expect(asked).toMatchObject({
      __typename: 'NewPasswordRequired',
      rules: { minimumLength: 12, maximumLength: 128 },
    });
    const changed = await step(client, 'setPassword', {
      flowId: flowId(asked),
      newPassword: PASSWORD,
      confirmation: PASSWORD,
    });
    expect(changed.__typename).toBe('PasswordChanged');
    who.password = PASSWORD;

    const offered = await enterPassword(client, who, 'CCMS');
    expect(offered).toMatchObject({ __typename: 'DeviceRegistrationOffered', canSkip: true });
    const shown = await step(client, 'registerDevice', { flowId: flowId(offered) });
    expect(shown.__typename).toBe('DeviceRegistration');
    const uri = shown.otpauthUri ?? '';
    expect(uri).toMatch(new RegExp(`^otpauth://totp/CCMS:${who.userId}\\?`));
    expect(Object.fromEntries(new URL(uri).searchParams)).toMatchObject({ issuer: 'CCMS', period: '30', digits: '6' });
    expect(readQrCode(shown.qrCode ?? '')).toBe(uri);
    who.app = scan(uri);
    expect(shown.manualEntryKey?.replaceAll(' ', '')).toBe(who.app.secret);

    const at = stack().clock.now();
    const oath = execFileSync(
      'oathtool',
      ['--totp', '--base32', '--now', at.toISOString().replace('T', ' ').replace(/\..*/, ' UTC'), who.app.secret],
      { encoding: 'utf8' },
    ).trim();
    expect(oath).toBe(who.app.codeAt(at));
    who.lastStep = Math.floor(at.getTime() / 30_000);
    const home = await step(client, 'answerWithTotp', { flowId: flowId(shown), code: oath });
    expect(home).toMatchObject({ __typename: 'SignedIn', session: { application: 'CCMS' } });
    expect(await viewerId(signedIn(client, home))).toBe(who.userId);

    const again = await enterPassword(client, who, 'CCMS');
    expect(again).toMatchObject({ __typename: 'ProofsOffered', offers: [{ authenticator: 'totp', challenge: null }] });
    const used = await step(client, 'answerWithTotp', { flowId: flowId(again), code: oath });
    expect(used).toMatchObject({ __typename: 'FlowRefused', code: 'OTP_INVALID_OR_EXPIRED' });
    const fresh = await step(client, 'answerWithTotp', { flowId: flowId(again), code: freshCode(stack(), who) });
    expect(fresh.__typename).toBe('SignedIn');
  });

  it('W12: a device is active only after its first right code', async () => {
    const who = cast.user();
    const client = stack().client();
    await choosePassword(stack(), who, PASSWORD);
    const abandoned = await enterPassword(client, who, 'CCMS');
    const first = await step(client, 'registerDevice', { flowId: flowId(abandoned) });
    const wrong = await step(client, 'answerWithTotp', { flowId: flowId(first), code: '000000' });
    expect(wrong).toMatchObject({ __typename: 'FlowRefused', code: 'OTP_INVALID_OR_EXPIRED' });
    const offered = await enterPassword(client, who, 'CCMS');
    expect(offered.__typename).toBe('DeviceRegistrationOffered');
    const second = await step(client, 'registerDevice', { flowId: flowId(offered) });
    expect(second.otpauthUri).not.toBe(first.otpauthUri);
    const code = scan(second.otpauthUri ?? '').codeAt(stack().clock.now());
    expect((await step(client, 'answerWithTotp', { flowId: flowId(second), code })).__typename).toBe('SignedIn');
  });

  it('W13: whoever skips the device must accept the risk before a code is mailed, and stays with mail', async () => {
    const who = cast.user();
    const client = stack().client();
    await choosePassword(stack(), who, PASSWORD);
    const offered = await enterPassword(client, who, 'CCMS');
    const warning = await step(client, 'skipDeviceRegistration', { flowId: flowId(offered) });
    expect(warning.__typename).toBe('RiskWarning');
    expect(warning.text).toContain('It is suggested for user to enable mobile OTP for optimal account security');
    const before = stack().mail.letters.length;
    const tooEarly = await step(client, 'requestEmailOtp', { flowId: flowId(warning) });
    expect(tooEarly.__typename).toBe('FlowRefused');
    expect(
      stack()
        .mail.letters.slice(before)
        .filter((mail) => mail.to.includes(who.email) && codeIn(mail, who.userId) !== null),
    ).toEqual([]);
    const other = await step(client, 'acceptEmailOtpRisk', { flowId: flowId(warning), warningVersion: 'another text' });
    expect(other).toMatchObject({ __typename: 'FlowRefused', code: 'WARNING_VERSION_STALE' });

    const opened = await optForEmail(stack(), who, 'CCMS');
    expect(opened.__typename).toBe('SignedIn');
    const me = signedIn(client, opened);
    expect(await ownProfile(me)).toMatchObject({ otpChannel: 'EMAIL', lastLoginMethod: 'TWO_FACTOR' });
    expect((await ownProfile(me)).emailVerifiedAt).not.toBeNull();

    stack().clock.advance({ minutes: 2 });
    const asked = await enterPassword(client, who, 'CCMS');
    expect(asked).toMatchObject({ __typename: 'ProofsOffered', offers: [{ authenticator: 'email-otp' }] });
    const [offer] = asked.offers ?? [];
    expect(offer?.challenge?.sentTo).toMatch(/\*/);
    expect(offer?.challenge?.sentTo).not.toBe(who.email);
    stack().clock.advance({ minutes: 2 });
    expect((await logIn(stack(), who, 'CCMS')).__typename).toBe('SignedIn');
  });

  it('W14: a wrong user and a wrong password cannot be told apart, and no code is mailed for either', async () => {
    const who = cast.user();
    const client = stack().client();
    await choosePassword(stack(), who, PASSWORD);
    const before = stack().mail.letters.length;
    const refusals = await Promise.all(
      [who.userId, 'HKABC4ZZ', 'HKZZZ101'].map(async (userId) => {
        const begun = await beginLogin(client, { userId, application: 'CCMS' });
        const { flow: _flow, ...shown } = begun;
        const refused = await step(client, 'answerWithPassword', {
          flowId: flowId(begun),
          password: 'not-the-password-at-all',
        });
        return { shown, refused };
      }),
    );
    expect(refusals[0]?.refused).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
    expect(refusals[1]).toEqual(refusals[0]);
    expect(refusals[2]).toEqual(refusals[0]);
    expect(
      stack()
        .mail.letters.slice(before)
        .filter((mail) => codeIn(mail, who.userId) !== null),
    ).toEqual([]);
  });

  it('W15: a forgotten password is replaced by mail, ends every session, and the app stays required', async () => {
    const who = cast.user();
    const client = stack().client();
    await choosePassword(stack(), who, PASSWORD);
    const session = signedIn(client, await registerDevice(stack(), who, 'CCMS'));
    expect(await viewerId(session)).toBe(who.userId);
    stack().clock.advance({ minutes: 2 });
    expect((await choosePassword(stack(), who, 'violet-harbour-seven-lamp')).__typename).toBe('PasswordChanged');
    expect(await viewerId(session)).toBeNull();
    const asked = await enterPassword(client, who, 'CCMS');
    expect(asked).toMatchObject({ __typename: 'ProofsOffered', offers: [{ authenticator: 'totp' }] });
    const opened = await step(client, 'answerWithTotp', { flowId: flowId(asked), code: freshCode(stack(), who) });
    expect(opened.__typename).toBe('SignedIn');
    const old = await beginLogin(client, { userId: who.userId, application: 'CCMS' });
    const refused = await step(client, 'answerWithPassword', { flowId: flowId(old), password: PASSWORD });
    expect(refused).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
  });

  it('W11: a wrong application is named only after full authentication', async () => {
    const who = cast.user();
    const client = stack().client();
    await choosePassword(stack(), who, PASSWORD);
    await registerDevice(stack(), who, 'CCMS');
    const asked = await enterPassword(client, who, 'DMS');
    expect(asked.__typename).toBe('ProofsOffered');
    const refused = await step(client, 'answerWithTotp', { flowId: flowId(asked), code: freshCode(stack(), who) });
    expect(refused).toMatchObject({ __typename: 'FlowRefused', code: 'NOT_ENTITLED' });
  });
});
