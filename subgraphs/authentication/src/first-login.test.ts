import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type House, flowIdOf, openHouse, person } from './testing/house.ts';
import { totpCode } from './testing/totp-code.ts';

const secret = 'a correct horse at the battery';

describe('from a registered email to a first two-factor login (W12)', () => {
  let house: House;
  let uri = '';
  let token = '';
  const somebody = person();
  beforeAll(async () => {
    house = await openHouse();
    house.identity.add(somebody);
  });
  afterAll(() => house.close());

  it('sets a password by a mailed code', async () => {
    const begun = await house.mutate('beginPasswordReset(userId: "hkabc101")');
    expect(begun).toMatchObject({
      __typename: 'ProofsOffered',
      offers: [{ authenticator: 'email-otp', challenge: { __typename: 'EmailOtpChallenge' } }],
    });
    const proven = await house.emailOtp(flowIdOf(begun), await house.mailedCode('HKABC101'));
    expect(proven).toMatchObject({ __typename: 'NewPasswordRequired', rules: { minimumLength: 12 } });
    const short = await house.mutate(
      `setPassword(flowId: "${flowIdOf(proven)}", newPassword: "short", confirmation: "short")`,
    );
    expect(short).toMatchObject({ __typename: 'FlowRefused', code: 'PASSWORD_TOO_SHORT' });
    const changed = await house.mutate(
      `setPassword(flowId: "${flowIdOf(proven)}", newPassword: "${secret}", confirmation: "${secret}")`,
    );
    expect(changed.__typename).toBe('PasswordChanged');
    const again = await house.mutate(
      `setPassword(flowId: "${flowIdOf(proven)}", newPassword: "${secret}2", confirmation: "${secret}2")`,
    );
    expect(again).toMatchObject({ __typename: 'FlowRefused', code: 'FLOW_EXPIRED' });
    expect(await house.rows('SELECT id FROM session')).toHaveLength(0);
  });

  it('registers a device and signs in with its first code', async () => {
    const begun = await house.begin('HKABC101');
    expect(begun).toMatchObject({
      __typename: 'ProofsOffered',
      offers: [{ authenticator: 'password', challenge: null }],
    });
    const offered = await house.password(flowIdOf(begun), secret);
    expect(offered).toMatchObject({ __typename: 'DeviceRegistrationOffered', canSkip: true });
    const device = await house.mutate(`registerDevice(flowId: "${flowIdOf(offered)}")`);
    expect(device).toMatchObject({ __typename: 'DeviceRegistration', account: 'CCMS:HKABC101' });
    uri = String(device['otpauthUri']);
    const signedIn = await house.totp(flowIdOf(device), totpCode(uri, house.clock.now()));
    expect(signedIn).toMatchObject({ __typename: 'SignedIn', home: '/ccms', session: { application: 'CCMS' } });
    token = String(signedIn['sessionToken']);
  });

  it('resolves the session until its owner changes in identity (S3)', async () => {
    const ask = (one: string) =>
      house.run(`{ resolveSession(token: "${one}") { userId methods application } }`, house.service('gateway'));
    expect((await ask(token)).step).toEqual({ userId: 'HKABC101', methods: ['password', 'totp'], application: 'CCMS' });
    house.identity.add({ ...somebody, securityVersion: 2 });
    expect((await ask(token)).step).toBeNull();
    house.identity.add(somebody);
    expect((await ask(token)).step).toBeNull();
  });

  it('asks an enrolled user for his app, refuses the used code and takes the next', async () => {
    const begun = await house.begin('HKABC101');
    const asked = await house.password(flowIdOf(begun), secret);
    expect(asked).toMatchObject({ __typename: 'ProofsOffered', offers: [{ authenticator: 'totp' }] });
    const used = await house.totp(flowIdOf(asked), totpCode(uri, house.clock.now()));
    expect(used).toMatchObject({ __typename: 'FlowRefused', code: 'OTP_INVALID_OR_EXPIRED' });
    house.clock.advance(30_000);
    expect((await house.totp(flowIdOf(asked), totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
  });

  it('tells lists what it knows of a profile', async () => {
    const asked = `{ _entities(representations: [{ __typename: "UserProfile", userId: "HKABC101" }, { __typename: "UserProfile", userId: "HKXXX101" }]) {
      ... on UserProfile { userId otpChannel lockedAt emailVerifiedAt lastLoginMethod } } }`;
    const { step } = await house.run(asked, house.service('gateway'));
    expect(step).toEqual([
      {
        userId: 'HKABC101',
        otpChannel: 'APP',
        lockedAt: null,
        emailVerifiedAt: '2026-03-04T02:00:00.000Z',
        lastLoginMethod: 'TWO_FACTOR',
      },
      { userId: 'HKXXX101', otpChannel: null, lockedAt: null, emailVerifiedAt: null, lastLoginMethod: null },
    ]);
  });
});
