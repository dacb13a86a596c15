import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type House,
  type Step,
  flowIdOf,
  giveDevice,
  giveMailChannel,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from './testing/house.ts';
import { mailed } from './testing/mailed.ts';
import { type AtWork, atWork, lives, provenAgain } from './testing/own-session.ts';
import { totpCode } from './testing/totp-code.ts';

const secret = 'a correct horse at the battery';
const { userId, profileUuid, email } = person();

describe('what a signed-in person changes about himself (W16)', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse({ policy: { triesPerChallenge: 10 } });
    house.identity.add(person());
    await givePassword(house, userId, secret);
  });
  afterEach(() => house.close());

  const appUser = async (): Promise<{ mine: AtWork; uri: string }> => {
    const uri = await giveDevice(house, userId, secret);
    return { uri, mine: await atWork(house, { userId, profileUuid, secret, uri }) };
  };
  const mailUser = async (): Promise<AtWork> => {
    await giveMailChannel(house, userId, secret);
    return atWork(house, { userId, profileUuid, secret, uri: null });
  };
  const channel = async () =>
    (
      await house.rows<{ otp_channel: string }>('SELECT otp_channel FROM account WHERE profile_uuid = ?', [profileUuid])
    )[0]?.otp_channel;
  const code = (uri: string) => totpCode(uri, house.clock.now());
  const signsIn = async (uri: string | null): Promise<string> => {
    const flow = await untilSecondFactor(house, userId, secret);
    const step =
      uri === null ? await house.emailOtp(flow, await house.mailedCode(userId)) : await house.totp(flow, code(uri));
    house.clock.advance(60_000);
    return step.__typename;
  };
  const registered = async (mine: AtWork, offered: Step): Promise<{ flow: string; uri: string }> => {
    const device = await house.mutate(`registerDevice(flowId: "${flowIdOf(offered)}")`, mine.principal);
    return { flow: flowIdOf(device), uri: String(device['otpauthUri']) };
  };

  it('from mail to an app: the mailed codes count until the app has shown one, then no longer', async () => {
    const mine = await mailUser();
    const offered = await provenAgain(house, mine, { call: 'changeOtpChannel(to: APP)', secret, uri: null });
    expect(offered).toMatchObject({ __typename: 'DeviceRegistrationOffered', canSkip: false });
    const { flow, uri } = await registered(mine, offered);
    expect([await channel(), await lives(house, mine)]).toEqual(['EMAIL', true]);
    house.clock.advance(301_000);
    const waiting = await untilSecondFactor(house, userId, secret);
    const pendingCode = await house.mailedCode(userId);
    expect(await house.totp(flow, code(uri), mine.principal)).toMatchObject({
      __typename: 'ChannelChanged',
      channel: 'APP',
    });
    expect([await channel(), await lives(house, mine)]).toEqual(['APP', false]);
    expect((await house.emailOtp(waiting, pendingCode)).__typename).toBe('FlowRefused');
    house.clock.advance(60_000);
    expect(await signsIn(uri)).toBe('SignedIn');
    expect(await mailed(house, `Way to sign in changed: ${userId}`)).toEqual([email]);
  });

  it('from an app to mail: after warning, acceptance and a mailed code the key is destroyed', async () => {
    const { mine, uri } = await appUser();
    const warned = await provenAgain(house, mine, { call: 'changeOtpChannel(to: EMAIL)', secret, uri });
    expect(warned).toMatchObject({ __typename: 'RiskWarning', warningVersion: '1' });
    const flow = flowIdOf(warned);
    expect(await house.emailOtp(flow, '000000', mine.principal)).toMatchObject({ code: 'FLOW_STEP_NOT_EXPECTED' });
    const asked = await house.mutate(`acceptEmailOtpRisk(flowId: "${flow}", warningVersion: "1")`, mine.principal);
    expect(asked).toMatchObject({ __typename: 'ProofsOffered', offers: [{ authenticator: 'email-otp' }] });
    expect(await channel()).toBe('APP');
    const changed = await house.emailOtp(flow, await house.mailedCode(userId), mine.principal);
    expect(changed).toMatchObject({ __typename: 'ChannelChanged', channel: 'EMAIL' });
    expect([await channel(), await lives(house, mine)]).toEqual(['EMAIL', false]);
    expect(await house.rows('SELECT profile_uuid FROM authenticator_totp_device')).toEqual([]);
    const [account] = await house.rows('SELECT email_risk_version, email_verified_at FROM account');
    expect(account).toMatchObject({ email_risk_version: '1' });
    house.clock.advance(60_000);
    expect(await signsIn(null)).toBe('SignedIn');
  });

  it('names what stands against codes by mail: no address, or the policy (O5)', async () => {
    const { mine, uri } = await appUser();
    const ask = () => house.mutate('changeOtpChannel(to: EMAIL)', mine.principal);
    house.identity.add(person({ email: null }));
    expect(await ask()).toMatchObject({ __typename: 'FlowRefused', code: 'EMAIL_REQUIRED' });
    house.identity.add(person());
    house.identity.state.emailOtpAllowed = false;
    expect(await ask()).toMatchObject({ code: 'EMAIL_OTP_NOT_ALLOWED' });
    house.identity.state.emailOtpAllowed = true;
    const warned = await provenAgain(house, mine, { call: 'changeOtpChannel(to: EMAIL)', secret, uri });
    house.identity.state.emailOtpAllowed = false;
    const accepted = `acceptEmailOtpRisk(flowId: "${flowIdOf(warned)}", warningVersion: "1")`;
    expect((await house.mutate(accepted, mine.principal)).__typename).toBe('FlowRefused');
    expect(await channel()).toBe('APP');
  });

  it('refuses what is no change, what is not installed, and whoever has no factor or no session', async () => {
    const { mine } = await appUser();
    const refusal = async (call: string) => (await house.mutate(call, mine.principal))['code'];
    expect(await refusal('changeOtpChannel(to: APP)')).toBe('NO_CHANGE');
    expect(await refusal('changeOtpChannel(to: OTHER, authenticator: "unheard-of")')).toBe('CHANGE_NOT_OFFERED');
    expect(await refusal('changeOtpChannel(to: OTHER)')).toBe('CHANGE_NOT_OFFERED');
    expect(await refusal('changeOtpChannel(to: EMAIL, authenticator: "hotp")')).toBe('CHANGE_NOT_OFFERED');
    expect(await refusal('replaceDevice(authenticator: "email-otp")')).toBe('CHANGE_NOT_OFFERED');
    await expect(house.mutate('changePassword')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await house.database.transaction((tx) => tx.query('UPDATE account SET otp_channel = NULL'));
    await house.database.transaction((tx) => tx.query('DELETE FROM authenticator_totp_device'));
    expect(await refusal('changePassword')).toBe('NO_SECOND_FACTOR');
    house.identity.state.phase = 'PRE_PARALLEL';
    expect(await refusal('changePassword')).toBe('METHOD_NOT_OFFERED');
  });

  it('replaces a device: the old one works until the new one is confirmed, and never after', async () => {
    const { mine, uri } = await appUser();
    const offered = await provenAgain(house, mine, { call: 'replaceDevice', secret, uri });
    const first = await registered(mine, offered);
    expect(await house.totp(first.flow, '000000', mine.principal)).toMatchObject({ code: 'OTP_INVALID_OR_EXPIRED' });
    house.clock.advance(60_000);
    const second = await registered(mine, offered);
    expect((await house.totp(second.flow, code(first.uri), mine.principal))['code']).toBe('OTP_INVALID_OR_EXPIRED');
    expect(await house.totp(second.flow, code(second.uri), mine.principal)).toMatchObject({
      __typename: 'DeviceReplaced',
      authenticator: 'totp',
    });
    expect(await lives(house, mine)).toBe(false);
    house.clock.advance(60_000);
    expect(await signsIn(uri)).toBe('FlowRefused');
    expect(await signsIn(second.uri)).toBe('SignedIn');
    expect(await mailed(house, `Device replaced: ${userId}`)).toEqual([email]);
  });

  it('changes the password by the present one and the factor; no former one, and every session ends (S3)', async () => {
    const { mine, uri } = await appUser();
    const asked = await provenAgain(house, mine, { call: 'changePassword', secret, uri });
    expect(asked).toMatchObject({ __typename: 'NewPasswordRequired', rules: { minimumLength: 12 } });
    const flow = flowIdOf(asked);
    const set = (fresh: string) =>
      house.mutate(`setPassword(flowId: "${flow}", newPassword: "${fresh}", confirmation: "${fresh}")`, mine.principal);
    expect((await set(secret)).__typename).toBe('FlowRefused');
    expect(await lives(house, mine)).toBe(true);
    const fresh = 'nine green lanterns in the fog';
    expect((await set(fresh)).__typename).toBe('PasswordChanged');
    expect((await set('another green lantern in fog')).__typename).toBe('FlowRefused');
    expect(await lives(house, mine)).toBe(false);
    expect((await house.password(flowIdOf(await house.begin(userId)), secret))['code']).toBe('AUTH_FAILED');
    house.clock.advance(60_000);
    const step = await house.totp(await untilSecondFactor(house, userId, fresh), code(uri));
    expect(step.__typename).toBe('SignedIn');
  });

  it('belongs to one session: no other, and nobody without one, goes on with it (O12)', async () => {
    const { mine, uri } = await appUser();
    const offered = await provenAgain(house, mine, { call: 'replaceDevice', secret, uri });
    const { flow, uri: fresh } = await registered(mine, offered);
    const other = { ...mine.principal, sessionId: '018f0000-0000-7000-8000-0000000009ff' } as AtWork['principal'];
    for (const stranger of [other, house.anonymous()])
      expect((await house.totp(flow, code(fresh), stranger))['code']).toBe('FLOW_EXPIRED');
    await house.run('mutation { logOut }', mine.principal);
    const late = await house.totp(flow, code(fresh), mine.principal);
    expect(late).toMatchObject({ __typename: 'FlowRefused', code: 'OWN_CHANGE_NOT_POSSIBLE' });
    house.clock.advance(60_000);
    expect(await signsIn(uri)).toBe('SignedIn');
  });

  it('offers nothing of the change before password and present factor were proven (O10, O12)', async () => {
    const { mine, uri } = await appUser();
    const begun = await house.mutate('changeOtpChannel(to: EMAIL)', mine.principal);
    const flow = flowIdOf(begun);
    expect(begun).toMatchObject({ offers: [{ authenticator: 'password' }] });
    const tooEarly = [
      `acceptEmailOtpRisk(flowId: "${flow}", warningVersion: "1")`,
      `registerDevice(flowId: "${flow}")`,
      `skipDeviceRegistration(flowId: "${flow}")`,
      `requestEmailOtp(flowId: "${flow}")`,
      `setPassword(flowId: "${flow}", newPassword: "${secret}", confirmation: "${secret}")`,
      `answerWithTotp(flowId: "${flow}", code: "${code(uri)}")`,
    ];
    const all = async () => {
      for (const call of tooEarly.slice(0, 5))
        expect([call, (await house.mutate(call, mine.principal))['code']]).toEqual([call, 'FLOW_STEP_NOT_EXPECTED']);
    };
    expect((await house.mutate(tooEarly[5] ?? '', mine.principal))['code']).toBe('FLOW_STEP_NOT_EXPECTED');
    await all();
    const asked = await house.password(flow, secret, mine.principal);
    expect(asked).toMatchObject({ offers: [{ authenticator: 'totp' }] });
    await all();
    expect(await channel()).toBe('APP');
  });

  it('of two changes under way at once makes one (O13)', async () => {
    const { mine, uri } = await appUser();
    const replacing = await provenAgain(house, mine, { call: 'replaceDevice', secret, uri });
    const device = await registered(mine, replacing);
    house.clock.advance(60_000);
    const warned = await provenAgain(house, mine, { call: 'changeOtpChannel(to: EMAIL)', secret, uri });
    await house.mutate(`acceptEmailOtpRisk(flowId: "${flowIdOf(warned)}", warningVersion: "1")`, mine.principal);
    const mailedCode = await house.mailedCode(userId);
    const outcomes = await Promise.all([
      house.totp(device.flow, code(device.uri), mine.principal),
      house.emailOtp(flowIdOf(warned), mailedCode, mine.principal),
    ]);
    const made = outcomes.filter((step) => step.__typename !== 'FlowRefused');
    expect(made).toHaveLength(1);
    const devices = await house.rows('SELECT profile_uuid FROM authenticator_totp_device');
    expect([await channel(), devices.length]).toEqual(
      made[0]?.__typename === 'ChannelChanged' ? ['EMAIL', 0] : ['APP', 1],
    );
  });

  it('voids a change whose person was locked, disabled, reset or given another password meanwhile (O15)', async () => {
    const { mine, uri } = await appUser();
    const offered = await provenAgain(house, mine, { call: 'replaceDevice', secret, uri });
    const { flow, uri: fresh } = await registered(mine, offered);
    const account = (sql: string) => house.database.transaction((tx) => tx.query(`UPDATE account SET ${sql}`));
    const refused = async () => {
      expect((await house.totp(flow, code(fresh), mine.principal)).__typename).toBe('FlowRefused');
      house.clock.advance(30_000);
    };
    await account('password_changed_at = password_changed_at + 1');
    await refused();
    await account('password_changed_at = password_changed_at - 1, factor_version = factor_version + 1');
    await refused();
    house.identity.add(person({ usable: false }));
    await refused();
    house.identity.add(person());
    await account('factor_version = factor_version - 1, disabled_by_guessing_at = 1');
    await refused();
    await account('disabled_by_guessing_at = NULL, locked_at = 1');
    await refused();
    await account('locked_at = NULL');
    expect((await house.totp(flow, code(fresh), mine.principal)).__typename).toBe('DeviceReplaced');
  });
});
