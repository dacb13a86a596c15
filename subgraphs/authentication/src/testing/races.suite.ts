import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.ts';
import { houseAuthenticators } from './house-authenticators.ts';
import {
  type House,
  type Step,
  counting,
  flowIdOf,
  giveDevice,
  giveMailChannel,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from './house.ts';
import { totpCode } from './totp-code.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';
const many = <T>(count: number, work: (turn: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, turn) => work(turn)));
const kinds = (steps: readonly Step[]) => steps.filter((step) => step.__typename === 'SignedIn').length;
const codes = (steps: readonly Step[]) =>
  [...new Set(steps.filter((step) => step.__typename === 'FlowRefused').map((step) => step['code']))].sort();

/** What must hold however many requests race, on every pair of database and volatile store. */
export function raceSuite(stores: () => { readonly url?: string; readonly redis?: string }): void {
  describe('races over one-time codes', () => {
    let house: House;
    let compared: () => number;
    beforeEach(async () => {
      const counted = houseAuthenticators().map(counting);
      compared = () => counted.slice(1).reduce((sum, one) => sum + one.compared(), 0);
      house = await openHouse({ plugins: counted.map((one) => one.plugin), ...stores() });
      house.identity.add(person());
      await givePassword(house, id, secret);
    });
    afterEach(() => house.close());

    it('100 parallel answers with one mailed code open exactly one session (O1)', async () => {
      await giveMailChannel(house, id, secret);
      const flow = await untilSecondFactor(house, id, secret);
      const code = await house.mailedCode(id);
      const steps = await many(100, () => house.emailOtp(flow, code));
      expect(kinds(steps)).toBe(1);
      expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toHaveLength(1);
    });

    it('one app code in 100 parallel answers over two flows opens exactly one session, and never another (O2)', async () => {
      const uri = await giveDevice(house, id, secret);
      const flows = [await untilSecondFactor(house, id, secret), await untilSecondFactor(house, id, secret)];
      const code = totpCode(uri, house.clock.now());
      const steps = await many(100, (turn) => house.totp(flows[turn % 2] ?? '', code));
      expect(kinds(steps)).toBe(1);
      const later = await untilSecondFactor(house, id, secret);
      expect(await house.totp(later, code)).toMatchObject({ __typename: 'FlowRefused' });
    });

    it('of 200 parallel wrong codes at most 5 are compared, and then a right one is refused unseen (O3)', async () => {
      const uri = await giveDevice(house, id, secret);
      const flow = await untilSecondFactor(house, id, secret);
      const before = compared();
      const right = totpCode(uri, house.clock.now());
      const wrong = right === '000000' ? '111111' : '000000';
      const steps = await many(200, () => house.totp(flow, wrong));
      expect(compared() - before).toBeLessThanOrEqual(5);
      expect(codes(steps)).toEqual(['OTP_ATTEMPTS_EXCEEDED', 'OTP_INVALID_OR_EXPIRED']);
      expect(await house.totp(flow, right)).toMatchObject({ code: 'OTP_ATTEMPTS_EXCEEDED' });
      expect(compared() - before).toBeLessThanOrEqual(5);
    });

    it('40 flows with wrong codes compare 10 in all, then the user is locked, told so by mail, and a right code is refused (O4, L1)', async () => {
      const uri = await giveDevice(house, id, secret);
      const before = compared();
      const right = () => totpCode(uri, house.clock.now());
      for (let round = 0; round < 4; round += 1) {
        const flow = await untilSecondFactor(house, id, secret);
        await many(10, () => house.totp(flow, right() === '000000' ? '111111' : '000000'));
      }
      expect(compared() - before).toBe(10);
      const flow = await untilSecondFactor(house, id, secret);
      expect(await house.totp(flow, right())).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
      expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toHaveLength(0);
      expect(await house.rows(`SELECT seq FROM audit_entry WHERE action = 'account.locked'`)).toHaveLength(1);
      const told = () => house.mails.filter((mail) => mail.subject.startsWith('User locked'));
      await eventually(() => told().length > 0, 'the notice of the lock');
      expect(told()).toHaveLength(1);
    });

    it('re-sent codes and resets draw on the same 10 comparisons (O4)', async () => {
      await giveMailChannel(house, id, secret);
      const before = compared();
      for (let round = 0; round < 6; round += 1) {
        const flow = flowIdOf(await house.mutate(`beginPasswordReset(userId: "${id}")`));
        await many(8, () => house.emailOtp(flow, '12345678'.slice(0, 6)));
        house.clock.advance(61_000);
        await house.mutate(`requestEmailOtp(flowId: "${flow}")`);
        await many(8, () => house.emailOtp(flow, '654321'));
      }
      expect(compared() - before).toBeLessThanOrEqual(10);
    });

    it('a user whom only logins locked may still reset the password, and stays locked (W15)', async () => {
      const uri = await giveDevice(house, id, secret);
      for (let round = 0; round < 2; round += 1) {
        const flow = await untilSecondFactor(house, id, secret);
        for (let turn = 0; turn < 5; turn += 1) await house.totp(flow, totpCode(uri, new Date(0)));
      }
      house.clock.advance(3_600_000);
      await givePassword(house, id, 'another correct horse entirely');
      house.clock.advance(60_000);
      const flow = await untilSecondFactor(house, id, 'another correct horse entirely');
      expect(await house.totp(flow, totpCode(uri, house.clock.now()))).toMatchObject({ code: 'AUTH_FAILED' });
    });

    it('100 parallel uses of one reset code let exactly one change through (O16)', async () => {
      house.clock.advance(61_000);
      const flow = flowIdOf(await house.mutate(`beginPasswordReset(userId: "${id}")`));
      const code = await house.mailedCode(id);
      const proven = await many(100, () => house.emailOtp(flow, code));
      expect(proven.filter((step) => step.__typename === 'NewPasswordRequired')).toHaveLength(1);
      const changed = await many(16, (turn) =>
        house.mutate(
          `setPassword(flowId: "${flow}", newPassword: "a wholly new secret ${turn}", confirmation: "a wholly new secret ${turn}")`,
        ),
      );
      expect(changed.filter((step) => step.__typename === 'PasswordChanged')).toHaveLength(1);
    });

    it('20 parallel valid logins of one user all pass the password (promise table)', async () => {
      const steps = await many(20, async () => house.password(flowIdOf(await house.begin(id)), secret));
      expect(steps.map((step) => step.__typename)).toEqual(
        Array.from({ length: 20 }, () => 'DeviceRegistrationOffered'),
      );
    });

    it('16 parallel confirmations of devices leave one device and one channel (O13)', async () => {
      const flows = await many(8, async () => flowIdOf(await house.password(flowIdOf(await house.begin(id)), secret)));
      const devices = await Promise.all(flows.map((flow) => house.mutate(`registerDevice(flowId: "${flow}")`)));
      const steps = await Promise.all(
        devices.map((device) =>
          house.totp(flowIdOf(device), totpCode(String(device['otpauthUri']), house.clock.now())),
        ),
      );
      expect(kinds(steps)).toBe(1);
      expect(await house.rows('SELECT profile_uuid FROM authenticator_totp_device')).toHaveLength(1);
    });
  });
}
