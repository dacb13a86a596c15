import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.ts';
import {
  type House,
  type Step,
  flowIdOf,
  giveDevice,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from './testing/house.ts';
import { totpCode } from './testing/totp-code.ts';

const secret = 'a correct horse at the battery';
const uuid = (last: number) => `018f0000-0000-7000-8000-00000000010${last}`;

/** Everything of an answer except what is drawn anew each time. */
function bytes(step: Step): string {
  return JSON.stringify(step)
    .replace(/"id":"[^"]+"/g, '"id":"-"')
    .replace(/"reference":"[^"]+"/g, '"reference":"-"');
}

describe('answers before full authentication (O8)', () => {
  let house: House;
  const users = ['HKABC101', 'HKABC999', 'HKABC102', 'HKABC103', 'HKABC104'];
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(person());
    house.identity.add(person({ profileUuid: uuid(2), userId: 'HKABC102' }));
    house.identity.add(person({ profileUuid: uuid(3), userId: 'HKABC103', usable: false }));
    house.identity.add(person({ profileUuid: uuid(4), userId: 'HKABC104', email: null }));
    await givePassword(house, 'HKABC101', secret);
    await givePassword(house, 'HKABC102', secret);
    await giveDevice(house, 'HKABC102', secret);
    for (let round = 0; round < 2; round += 1) {
      const flow = await untilSecondFactor(house, 'HKABC102', secret);
      for (let turn = 0; turn < 5; turn += 1)
        await house.totp(flow, totpCode('otpauth://totp/x?secret=AAAA', new Date(0)));
    }
    const [locked] = await house.rows<{ locked_at: number | null }>(
      'SELECT locked_at FROM account WHERE profile_uuid = ?',
      [uuid(2)],
    );
    expect(locked?.locked_at).not.toBeNull();
  });
  afterEach(() => house.close());

  it('are the same bytes for existing, absent, locked, disabled and unregistered users at login', async () => {
    const seen = new Set<string>();
    for (const user of users) {
      const begun = await house.begin(user);
      const wrong = await house.password(flowIdOf(begun), 'not the right password');
      const early = await house.totp(flowIdOf(begun), '123456');
      const malformed = await house.password(flowIdOf(begun), '');
      seen.add([begun, wrong, early, malformed].map(bytes).join());
    }
    expect([...seen]).toHaveLength(1);
    expect([...seen][0]).toContain('AUTH_FAILED');
  });

  it('are the same bytes at a password reset, up to the sixth wrong code and the request for another', async () => {
    const seen = new Set<string>();
    for (const user of users) {
      const begun = await house.mutate(`beginPasswordReset(userId: "${user}")`);
      const flow = flowIdOf(begun);
      const steps = [begun, await house.emailOtp(flow, 'abc')];
      for (let turn = 0; turn < 6; turn += 1) steps.push(await house.emailOtp(flow, '000000'));
      steps.push(
        await house.mutate(`requestEmailOtp(flowId: "${flow}")`),
        await house.mutate(`requestEmailOtp(flowId: "${flow}")`),
      );
      steps.push(
        await house.mutate(`setPassword(flowId: "${flow}", newPassword: "${secret}", confirmation: "${secret}")`),
      );
      seen.add(steps.map(bytes).join());
    }
    expect([...seen]).toHaveLength(1);
    expect([...seen][0]).toContain('OTP_ATTEMPTS_EXCEEDED');
    expect([...seen][0]).toContain('OTP_RESEND_TOO_SOON');
  });

  it('write one audit row for each refusal, whoever it is about', async () => {
    const count = async () => (await house.rows(`SELECT seq FROM audit_entry WHERE outcome = 'REFUSED'`)).length;
    for (const user of users) {
      const flow = flowIdOf(await house.begin(user));
      const before = await count();
      await house.password(flow, 'not the right password');
      expect((await count()) - before).toBe(1);
    }
  });
});

describe('wrong passwords', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(person());
    await givePassword(house, 'HKABC101', secret);
  });
  afterEach(() => house.close());

  it('are slowed down from the fifth on, alike for nobody, and the right one waits as well (L2)', async () => {
    for (const user of ['HKABC101', 'HKABC999']) {
      const from = house.anonymous(`192.0.2.${user.slice(-2)}`);
      for (let turn = 0; turn < 5; turn += 1) {
        expect(await house.password(flowIdOf(await house.begin(user)), 'wrong wrong wrong', from)).toMatchObject({
          code: 'AUTH_FAILED',
        });
      }
      const held = await house.password(flowIdOf(await house.begin(user)), secret, from);
      expect(held).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfter: 30 });
    }
    house.clock.advance(30_000);
    expect((await house.password(flowIdOf(await house.begin('HKABC101')), secret)).__typename).toBe(
      'DeviceRegistrationOffered',
    );
  });

  it('1,000 from other sources keep nobody out of his own desk (O9)', async () => {
    const uri = await giveDevice(house, 'HKABC101', secret);
    const flow = flowIdOf(await house.begin('HKABC101'));
    const strangers = Array.from({ length: 1_000 }, (_, turn) =>
      house.password(flow, 'wrong wrong wrong', house.anonymous(`198.51.${turn % 250}.${turn % 7}`)),
    );
    await Promise.allSettled(strangers);
    const desk = await house.password(flowIdOf(await house.begin('HKABC101')), secret);
    expect(desk.__typename).toBe('ProofsOffered');
    expect((await house.totp(flowIdOf(desk), totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
  });

  it('count against their source, whoever they were for, and successes do not (L2)', async () => {
    for (let turn = 0; turn < 20; turn += 1)
      await house.password(flowIdOf(await house.begin(`HKABD1${String(turn).padStart(2, '0')}`)), 'wrong wrong wrong');
    expect(await house.password(flowIdOf(await house.begin('HKABC101')), secret)).toMatchObject({
      code: 'TOO_MANY_ATTEMPTS',
    });
    expect(
      (await house.password(flowIdOf(await house.begin('HKABC101')), secret, house.anonymous('192.0.2.1'))).__typename,
    ).toBe('DeviceRegistrationOffered');
  });

  it('100 in a row disable the password until it is reset, and tell its owner (L2)', async () => {
    const strict = await openHouse({ policy: { passwordFailuresToDisable: 3 } });
    strict.identity.add(person());
    await givePassword(strict, 'HKABC101', secret);
    for (let turn = 0; turn < 3; turn += 1)
      await strict.password(flowIdOf(await strict.begin('HKABC101')), 'wrong wrong wrong');
    expect(await strict.password(flowIdOf(await strict.begin('HKABC101')), secret)).toMatchObject({
      code: 'AUTH_FAILED',
    });
    const told = () => strict.mails.some((mail) => mail.subject.startsWith('Password disabled'));
    await eventually(told, 'the notice that the password is disabled');
    strict.clock.advance(60_000);
    await givePassword(strict, 'HKABC101', 'another correct horse entirely');
    expect(
      (await strict.password(flowIdOf(await strict.begin('HKABC101')), 'another correct horse entirely')).__typename,
    ).toBe('DeviceRegistrationOffered');
    await strict.close();
  });
});
