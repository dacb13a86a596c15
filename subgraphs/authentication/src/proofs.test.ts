import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type House,
  flowIdOf,
  giveDevice,
  giveMailChannel,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from './testing/house.ts';
import { totpCode } from './testing/totp-code.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';
const refusedOtp = { __typename: 'FlowRefused', code: 'OTP_INVALID_OR_EXPIRED' };

describe('a proof counts only for its user, purpose, flow and time', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse({ policy: { passwordBurstPerMinute: 1_000 } });
    house.identity.add(person());
    await givePassword(house, id, secret);
  });
  afterEach(() => house.close());

  it('refuses a code in any other flow of the same user and in any flow of another with the same mailbox (O5)', async () => {
    const other = person({ profileUuid: '018f0000-0000-7000-8000-000000000102', userId: 'HKABC102' });
    house.identity.add(other);
    await givePassword(house, 'HKABC102', secret);
    await giveMailChannel(house, id, secret);
    await giveMailChannel(house, 'HKABC102', secret);
    const first = await untilSecondFactor(house, id, secret);
    const code = await house.mailedCode(id);
    const second = await untilSecondFactor(house, id, secret);
    const foreign = await untilSecondFactor(house, 'HKABC102', secret);
    const reset = flowIdOf(await house.mutate(`beginPasswordReset(userId: "${id}")`));
    for (const flow of [second, foreign, reset]) expect(await house.emailOtp(flow, code)).toMatchObject(refusedOtp);
    expect((await house.emailOtp(first, code)).__typename).toBe('SignedIn');
  });

  it('accepts no variant of a used code (O6)', async () => {
    const uri = await giveDevice(house, id, secret);
    const code = totpCode(uri, house.clock.now());
    expect((await house.totp(await untilSecondFactor(house, id, secret), code)).__typename).toBe('SignedIn');
    const fullWidth = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    const halves = `${code.slice(0, 3)} ${code.slice(3)}`;
    const variants = [
      code,
      ` ${code}`,
      `${code} `,
      `${code}\n`,
      halves,
      fullWidth,
      `${code}\u200b`,
      `0${code}`,
      `+${code}`,
      `${code}.0`,
    ];
    for (const variant of variants) {
      const flow = await untilSecondFactor(house, id, secret);
      expect((await house.totp(flow, variant)).__typename).toBe('FlowRefused');
    }
    expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toHaveLength(1);
  });

  it('takes a mailed code at 299.9 s and refuses it at 300.0 s (O7)', async () => {
    await giveMailChannel(house, id, secret);
    for (const [wait, typename] of [
      [299_900, 'SignedIn'],
      [300_000, 'FlowRefused'],
    ] as const) {
      const flow = await untilSecondFactor(house, id, secret);
      const code = await house.mailedCode(id);
      house.clock.advance(wait);
      expect((await house.emailOtp(flow, code)).__typename).toBe(typename);
    }
  });

  it('keeps a flow for 15 minutes, not longer (W12)', async () => {
    const flow = flowIdOf(await house.begin(id));
    house.clock.advance(15 * 60_000 - 1);
    expect((await house.password(flow, secret)).__typename).toBe('DeviceRegistrationOffered');
    house.clock.advance(1);
    expect(await house.mutate(`registerDevice(flowId: "${flow}")`)).toMatchObject({ code: 'FLOW_EXPIRED' });
  });

  it('never offers mail to a user with an app, nor takes a mailed code from him (O11)', async () => {
    await giveDevice(house, id, secret);
    const flow = await untilSecondFactor(house, id, secret);
    for (const call of [
      `requestEmailOtp(flowId: "${flow}")`,
      `answerWithEmailOtp(flowId: "${flow}", code: "123456")`,
      `skipDeviceRegistration(flowId: "${flow}")`,
      `acceptEmailOtpRisk(flowId: "${flow}", warningVersion: "1")`,
      `registerDevice(flowId: "${flow}")`,
    ]) {
      expect(await house.mutate(call)).toMatchObject({ __typename: 'FlowRefused', code: 'FLOW_STEP_NOT_EXPECTED' });
    }
  });

  it('does not let a first login by mail pass a device that was registered meanwhile (O11)', async () => {
    const offered = await house.password(flowIdOf(await house.begin(id)), secret);
    const warned = await house.mutate(`skipDeviceRegistration(flowId: "${flowIdOf(offered)}")`);
    const asked = await house.mutate(
      `acceptEmailOtpRisk(flowId: "${flowIdOf(warned)}", warningVersion: "${String(warned['warningVersion'])}")`,
    );
    const code = await house.mailedCode(id);
    await giveDevice(house, id, secret);
    expect(await house.emailOtp(flowIdOf(asked), code)).toMatchObject({
      __typename: 'FlowRefused',
      code: 'AUTH_FAILED',
    });
  });

  it('keeps who has no channel from codes by email where the policy says so, at every step of the way (O5)', async () => {
    const begun = async () => house.password(flowIdOf(await house.begin(id)), secret);
    house.identity.state.emailOtpAllowed = false;
    const offered = await begun();
    expect(offered).toMatchObject({ __typename: 'DeviceRegistrationOffered', canSkip: false });
    const skip = `skipDeviceRegistration(flowId: "${flowIdOf(offered)}")`;
    expect(await house.mutate(skip)).toMatchObject({ code: 'FLOW_STEP_NOT_EXPECTED' });
    house.identity.state.emailOtpAllowed = true;
    expect(await begun()).toMatchObject({ canSkip: true });
    const warned = await house.mutate(skip);
    house.identity.state.emailOtpAllowed = false;
    const accept = `acceptEmailOtpRisk(flowId: "${flowIdOf(warned)}", warningVersion: "${String(warned['warningVersion'])}")`;
    expect(await house.mutate(accept)).toMatchObject({ code: 'FLOW_STEP_NOT_EXPECTED' });
  });

  it('mails nothing before the risk is accepted, and stores what was accepted (W13)', async () => {
    const offered = await house.password(flowIdOf(await house.begin(id)), secret);
    const flow = flowIdOf(offered);
    const mailed = house.mails.length;
    const warned = await house.mutate(`skipDeviceRegistration(flowId: "${flow}")`);
    expect(warned['text']).toContain('It is suggested for user to enable mobile OTP for optimal account security');
    expect(await house.mutate(`requestEmailOtp(flowId: "${flow}")`)).toMatchObject({ code: 'RISK_NOT_ACCEPTED' });
    expect(await house.mutate(`acceptEmailOtpRisk(flowId: "${flow}", warningVersion: "1999-12")`)).toMatchObject({
      code: 'WARNING_VERSION_STALE',
    });
    expect(house.mails).toHaveLength(mailed);
    house.clock.advance(61_000);
    const asked = await house.mutate(
      `acceptEmailOtpRisk(flowId: "${flow}", warningVersion: "${String(warned['warningVersion'])}")`,
    );
    const signedIn = await house.emailOtp(flowIdOf(asked), await house.mailedCode(id));
    expect(signedIn.__typename).toBe('SignedIn');
    expect(await house.rows('SELECT otp_channel, email_risk_version, verified_email FROM account')).toEqual([
      {
        otp_channel: 'EMAIL',
        email_risk_version: warned['warningVersion'],
        verified_email: 'chan.tai.man@abc.example',
      },
    ]);
  });

  it('opens no session for a user disabled, or an authenticator switched off, between the steps (O15)', async () => {
    const uri = await giveDevice(house, id, secret);
    const flow = await untilSecondFactor(house, id, secret);
    house.identity.add(person({ usable: false }));
    expect(await house.totp(flow, totpCode(uri, house.clock.now()))).toMatchObject({ code: 'AUTH_FAILED' });
    house.identity.add({ ...person(), usable: undefined } as never);
    expect(await house.totp(flow, totpCode(uri, house.clock.now()))).toMatchObject({ code: 'AUTH_FAILED' });
    house.identity.add(person());
    const late = await untilSecondFactor(house, id, secret);
    house.identity.state.phase = 'PRE_PARALLEL';
    house.clock.advance(5 * 60_000 + 1);
    expect(await house.totp(late, totpCode(uri, house.clock.now()))).toMatchObject({ code: 'METHOD_NOT_OFFERED' });
  });

  it('lets a flow keep the phase it began in for five minutes (domain 8)', async () => {
    const uri = await giveDevice(house, id, secret);
    const flow = await untilSecondFactor(house, id, secret);
    house.identity.state.phase = 'PRE_PARALLEL';
    expect(await house.begin(id)).toMatchObject({ code: 'METHOD_NOT_OFFERED' });
    house.clock.advance(60_000);
    expect((await house.totp(flow, totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
  });

  it('voids a login in progress, every session and every code when the password is reset (O16)', async () => {
    await giveMailChannel(house, id, secret);
    const flow = await untilSecondFactor(house, id, secret);
    const code = await house.mailedCode(id);
    house.clock.advance(1);
    await givePassword(house, id, 'another correct horse entirely');
    expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toHaveLength(0);
    expect((await house.emailOtp(flow, code)).__typename).toBe('FlowRefused');
    expect(await house.password(flowIdOf(await house.begin(id)), secret)).toMatchObject({ code: 'AUTH_FAILED' });
    expect(house.mails.some((mail) => mail.subject.startsWith('Password changed'))).toBe(true);
  });

  it('says whether the application is the right one only after everything was proven (W11)', async () => {
    const uri = await giveDevice(house, id, secret);
    const flow = await untilSecondFactor(house, id, secret, 'CONSOLE');
    expect(await house.totp(flow, totpCode(uri, house.clock.now()))).toMatchObject({
      __typename: 'FlowRefused',
      code: 'NOT_ENTITLED',
    });
    expect(await house.rows(`SELECT id FROM session WHERE application = 'CONSOLE'`)).toHaveLength(0);
  });

  it('one budget for every path: aliases, both transports, any source (O17)', async () => {
    await giveDevice(house, id, secret);
    const flow = await untilSecondFactor(house, id, secret);
    const aliases = Array.from(
      { length: 30 },
      (_, turn) =>
        `a${turn}: answerWithTotp(flowId: "${flow}", code: "${String(turn).padStart(6, '0')}") { __typename }`,
    );
    await house.run(`mutation { ${aliases.join(' ')} }`, house.anonymous('198.51.100.9'));
    const [account] = await house.rows<{ second_factor_failures: number }>(
      'SELECT second_factor_failures FROM account',
    );
    expect(account?.second_factor_failures).toBe(5);
  });
});
