import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type House,
  type Step,
  flowIdOf,
  giveDevice,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from './house.ts';
import { type AtWork, atWork, provenAgain } from './own-session.ts';
import { totpCode } from './totp-code.ts';

const secret = 'a correct horse at the battery';
const { userId, profileUuid } = person();
const many = <T>(count: number, work: (turn: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, turn) => work(turn)));
const made = (steps: readonly Step[]) => steps.filter((step) => step.__typename !== 'FlowRefused');

/** What must hold however many changes of one person's factors race, on every pair of database and volatile store. */
export function ownChangeRaceSuite(stores: () => { readonly url?: string; readonly redis?: string }): void {
  describe('races over one’s own factors', () => {
    let house: House;
    let uri: string;
    let mine: AtWork;
    beforeEach(async () => {
      house = await openHouse(stores());
      house.identity.add(person());
      await givePassword(house, userId, secret);
      uri = await giveDevice(house, userId, secret);
      mine = await atWork(house, { userId, profileUuid, secret, uri });
    });
    afterEach(() => house.close());

    const code = (of: string) => totpCode(of, house.clock.now());
    const proven = async (call: string): Promise<string> => {
      const step = await provenAgain(house, mine, { call, secret, uri });
      house.clock.advance(30_000);
      return flowIdOf(step);
    };
    const replacing = async (): Promise<{ flow: string; uri: string }> => {
      const flow = await proven('replaceDevice');
      const device = await house.mutate(`registerDevice(flowId: "${flow}")`, mine.principal);
      return { flow, uri: String(device['otpauthUri']) };
    };
    const issued = async (): Promise<readonly string[]> => {
      const step = await provenAgain(house, mine, { call: 'renewRecoveryCodes', secret, uri });
      house.clock.advance(30_000);
      return step['codes'] as readonly string[];
    };

    it('100 parallel answers with one recovery code over two flows open exactly one session, and never another (O1)', async () => {
      const [one = ''] = await issued();
      const flows = [await untilSecondFactor(house, userId, secret), await untilSecondFactor(house, userId, secret)];
      const answer = (flow: string) => house.mutate(`answerWithRecoveryCode(flowId: "${flow}", code: "${one}")`);
      const steps = await many(100, (turn) => answer(flows[turn % 2] ?? ''));
      expect(steps.filter((step) => step.__typename === 'SignedIn')).toHaveLength(1);
      expect(
        await house.rows('SELECT code_hash FROM authenticator_recovery_code_code WHERE used_at IS NULL'),
      ).toHaveLength(9);
    });

    it('of 5 devices confirmed at once one counts, and it is the one that said so (O13)', async () => {
      const devices: { flow: string; uri: string }[] = [];
      for (let turn = 0; turn < 5; turn += 1) devices.push(await replacing());
      const steps = await Promise.all(devices.map((each) => house.totp(each.flow, code(each.uri), mine.principal)));
      expect(made(steps).map((step) => step.__typename)).toEqual(['DeviceReplaced']);
      expect(await house.rows('SELECT profile_uuid FROM authenticator_totp_device')).toHaveLength(1);
      house.clock.advance(60_000);
      const winner = devices[steps.findIndex((step) => step.__typename === 'DeviceReplaced')]?.uri ?? '';
      const step = await house.totp(await untilSecondFactor(house, userId, secret), code(winner));
      expect(step.__typename).toBe('SignedIn');
    });

    it('of a new device, a change to mail and a new password at once one is made, and a way to sign in is left', async () => {
      const device = await replacing();
      const toMail = await proven('changeOtpChannel(to: EMAIL)');
      const password = await proven('changePassword');
      await house.mutate(`acceptEmailOtpRisk(flowId: "${toMail}", warningVersion: "1")`, mine.principal);
      const mailed = await house.mailedCode(userId);
      const fresh = 'nine green lanterns in the fog';
      const steps = await Promise.all([
        house.totp(device.flow, code(device.uri), mine.principal),
        house.emailOtp(toMail, mailed, mine.principal),
        house.mutate(
          `setPassword(flowId: "${password}", newPassword: "${fresh}", confirmation: "${fresh}")`,
          mine.principal,
        ),
      ]);
      const [change, ...others] = made(steps).map((step) => step.__typename);
      expect(others).toEqual([]);
      expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toEqual([]);
      house.clock.advance(60_000);
      const flow = await untilSecondFactor(house, userId, change === 'PasswordChanged' ? fresh : secret);
      const now = change === 'DeviceReplaced' ? device.uri : uri;
      const step =
        change === 'ChannelChanged'
          ? await house.emailOtp(flow, await house.mailedCode(userId))
          : await house.totp(flow, code(now));
      expect(step.__typename).toBe('SignedIn');
    });

    it('of 16 parallel last answers one list of recovery codes is handed out, and it is the one that counts', async () => {
      const begun = await house.mutate('renewRecoveryCodes', mine.principal);
      const flow = flowIdOf(await house.password(flowIdOf(begun), secret, mine.principal));
      const now = code(uri);
      const steps = await many(16, () => house.totp(flow, now, mine.principal));
      expect(made(steps)).toHaveLength(1);
      const codes = made(steps)[0]?.['codes'] as readonly string[];
      house.clock.advance(60_000);
      const later = await untilSecondFactor(house, userId, secret);
      const step = await house.mutate(`answerWithRecoveryCode(flowId: "${later}", code: "${codes[9]}")`);
      expect(step.__typename).toBe('SignedIn');
    });
  });
}
