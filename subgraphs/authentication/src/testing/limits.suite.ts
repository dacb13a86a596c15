import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { approvalsOf, checkerUuid, makerUuid } from './account-changes.ts';
import { crowd } from './crowd.ts';
import { houseAuthenticators } from './house-authenticators.ts';
import {
  type House,
  type Step,
  counting,
  flowIdOf,
  giveDevice,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from './house.ts';
import { atWork, provenAgain } from './own-session.ts';
import { totpCode } from './totp-code.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';
const codeOf = (step: Step) => step['code'] ?? step.__typename;

/** Who may use up what of a person's one budget, on every pair of database and volatile store. */
export function limitSuite(stores: () => { readonly url?: string; readonly redis?: string }): void {
  describe('the share that strangers have in a budget (O9)', () => {
    let house: House;
    let compared: () => number;
    let from: number;
    beforeEach(async () => {
      const counted = houseAuthenticators().map(counting);
      compared = () => counted.slice(1).reduce((sum, one) => sum + one.compared(), 0);
      house = await openHouse({ plugins: counted.map((one) => one.plugin), ...stores() });
      house.identity.add(person());
      from = 0;
    });
    afterEach(() => house.close());

    const stranger = () => house.anonymous(`198.51.100.${(from += 1)}`);
    const begun = async (userId = id) =>
      flowIdOf(await house.mutate(`beginPasswordReset(userId: "${userId}")`, stranger()));
    /** What strangers hear when they try this often, in new flows from new sources. */
    const strangersTry = async (times: number, userId = id): Promise<unknown[]> => {
      const heard: unknown[] = [];
      while (heard.length < times) {
        const flow = await begun(userId);
        for (let turn = 0; turn < 4 && heard.length < times; turn += 1)
          heard.push(codeOf(await house.emailOtp(flow, '000000', stranger())));
      }
      return heard;
    };
    const account = async () =>
      (
        await house.rows<{ second_factor_failures: number; stranger_failures: number; locked_at: number | null }>(
          'SELECT second_factor_failures, stranger_failures, locked_at FROM account',
        )
      )[0];
    const logIn = async (uri: string) => {
      const flow = await untilSecondFactor(house, id, secret);
      return (await house.totp(flow, totpCode(uri, house.clock.now()))).__typename;
    };
    const failPastPassword = async (times: number, principal = house.anonymous()) => {
      for (let turn = 0; turn < times; turn += 1) {
        const flow = flowIdOf(await house.password(flowIdOf(await house.begin(id)), secret, principal));
        expect((await house.totp(flow, '000000', principal)).__typename).toBe('FlowRefused');
      }
    };

    it('is half of it: then they are refused unseen and lock nobody, while the person at his desk resets and logs in', async () => {
      await givePassword(house, id, secret);
      const uri = await giveDevice(house, id, secret);
      const before = compared();
      expect(await strangersTry(12)).toEqual([
        ...Array.from({ length: 5 }, () => 'OTP_INVALID_OR_EXPIRED'),
        ...Array.from({ length: 7 }, () => 'OTP_ATTEMPTS_EXCEEDED'),
      ]);
      expect(compared() - before).toBe(5);
      expect(await account()).toEqual({ second_factor_failures: 5, stranger_failures: 5, locked_at: null });
      await givePassword(house, id, secret.toUpperCase());
      const flow = await untilSecondFactor(house, id, secret.toUpperCase());
      expect((await house.totp(flow, totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
      expect(await account()).toEqual({ second_factor_failures: 0, stranger_failures: 0, locked_at: null });
    });

    it('is exact for 1,000 who ask at once over many flows and sources (O3)', async () => {
      await givePassword(house, id, secret);
      const uri = await giveDevice(house, id, secret);
      const flows = await Promise.all(Array.from({ length: 20 }, () => begun()));
      const before = compared();
      const heard = await crowd(1_000, (turn) => house.emailOtp(flows[turn % 20] ?? '', '000000', stranger()));
      expect(compared() - before).toBeLessThanOrEqual(5);
      const refusals = ['OTP_INVALID_OR_EXPIRED', 'OTP_ATTEMPTS_EXCEEDED', 'DEPENDENCY_UNAVAILABLE'];
      expect(heard.map(codeOf).filter((code) => !refusals.includes(String(code)))).toEqual([]);
      expect(await logIn(uri)).toBe('SignedIn');
    });

    it('is kept by the database: emptying the volatile store gives them no further comparison (design 7)', async () => {
      await givePassword(house, id, secret);
      await giveDevice(house, id, secret);
      const before = compared();
      for (let round = 0; round < 4; round += 1) {
        await strangersTry(6);
        await house.volatile.delete(`{strangers:${id}}:tries`);
      }
      expect(compared() - before).toBe(5);
      expect(await account()).toMatchObject({ second_factor_failures: 5, locked_at: null });
    });

    it('never holds the last unit: the person decides himself whether he is locked', async () => {
      await givePassword(house, id, secret);
      const uri = await giveDevice(house, id, secret);
      await failPastPassword(9);
      const before = compared();
      await strangersTry(12);
      expect(compared() - before).toBe(0);
      expect(await account()).toMatchObject({ second_factor_failures: 9, locked_at: null });
      expect(await logIn(uri)).toBe('SignedIn');
    });

    it('ends at the password: who has it is no stranger, from wherever, and the tenth failure locks (L1)', async () => {
      await givePassword(house, id, secret);
      await giveDevice(house, id, secret);
      await strangersTry(5);
      await failPastPassword(5, stranger());
      expect(await account()).toMatchObject({ second_factor_failures: 10, stranger_failures: 5 });
      expect((await account())?.locked_at).not.toBeNull();
    });

    it('of all comparisons, wherever they come from and whatever they are for, leaves ten in all (O4)', async () => {
      await givePassword(house, id, secret);
      await giveDevice(house, id, secret);
      const before = compared();
      for (let round = 0; round < 100; round += 1) {
        const principal = round % 2 === 0 ? house.anonymous() : stranger();
        if (round % 3 === 0) {
          const asked = await house.password(flowIdOf(await house.begin(id)), secret, principal);
          if (asked.__typename === 'ProofsOffered') await house.totp(flowIdOf(asked), '000000', principal);
        } else {
          const flow = flowIdOf(await house.mutate(`beginPasswordReset(userId: "${id}")`, principal));
          await house.emailOtp(flow, '000000', principal);
          await house.mutate(`requestEmailOtp(flowId: "${flow}")`, principal);
          await house.emailOtp(flow, '000000', principal);
        }
        house.clock.advance(1_000);
      }
      expect(compared() - before).toBe(10);
      expect((await account())?.locked_at).not.toBeNull();
    }, 60_000);

    it('is one with all others: every purpose and every factor count on it, and nothing begun anew fills it (O4, O17)', async () => {
      await givePassword(house, id, secret);
      const uri = await giveDevice(house, id, secret);
      const { profileUuid } = person();
      const mine = await atWork(house, { userId: id, profileUuid, secret, uri });
      const printed = await provenAgain(house, mine, { call: 'renewRecoveryCodes', secret, uri });
      expect(printed.__typename).toBe('RecoveryCodesIssued');
      const before = compared();
      const own = mine.principal;
      const login = () => untilSecondFactor(house, id, secret);
      const ownChange = async () =>
        flowIdOf(await house.password(flowIdOf(await house.mutate('changePassword', own)), secret, own));
      const stepUp = async () => flowIdOf(await house.mutate('beginStepUp', own));
      const reset = async () => flowIdOf(await house.mutate(`beginPasswordReset(userId: "${id}")`));
      const unprinted = (flow: string) =>
        house.mutate(`answerWithRecoveryCode(flowId: "${flow}", code: "0000-0000-0000")`);
      const wrongs: (() => Promise<Step>)[] = [
        async () => house.totp(await login(), '000000'),
        async () => unprinted(await login()),
        async () => house.totp(await stepUp(), '000000', own),
        async () => house.totp(await ownChange(), '000000', own),
        async () => house.emailOtp(await reset(), '000000'),
      ];
      for (let round = 1; round <= 2; round += 1) {
        for (const wrong of wrongs) expect((await wrong()).__typename).toBe('FlowRefused');
        expect(compared() - before).toBe(5 * round);
        expect(await account()).toMatchObject({ second_factor_failures: 5 * round, stranger_failures: 0 });
      }
      expect((await account())?.locked_at).not.toBeNull();
      expect(codeOf(await house.totp(await login(), totpCode(uri, house.clock.now())))).toBe('AUTH_FAILED');
      expect(compared() - before).toBe(10);
    });

    it('is not lessened by who is right: a try is given back (L1)', async () => {
      for (let round = 0; round < 3; round += 1) {
        const flow = await begun();
        expect(codeOf(await house.emailOtp(flow, '000000', stranger()))).toBe('OTP_INVALID_OR_EXPIRED');
        expect((await house.emailOtp(flow, await house.mailedCode(id), stranger())).__typename).toBe(
          'NewPasswordRequired',
        );
      }
      expect(await account()).toMatchObject({ second_factor_failures: 3, stranger_failures: 3 });
      expect(await strangersTry(3)).toEqual([
        'OTP_INVALID_OR_EXPIRED',
        'OTP_INVALID_OR_EXPIRED',
        'OTP_ATTEMPTS_EXCEEDED',
      ]);
    });

    it('is heard of alike by who asks for nobody (O8)', async () => {
      const first = await strangersTry(8);
      expect(await strangersTry(8, 'HKABC999')).toEqual(first);
      await house.volatile.delete(`{strangers:${id}}:tries`);
      await house.volatile.delete('{strangers:HKABC999}:tries');
      expect(await strangersTry(8)).toEqual(await strangersTry(8, 'HKABC999'));
    });

    it('that is used up before a first login is opened again by two administrators; else there is nothing to unlock (W7)', async () => {
      house.identity.add(person({ profileUuid: makerUuid, userId: 'HKABC1X1', email: 'maker@abc.example' }));
      house.identity.add(person({ profileUuid: checkerUuid, userId: 'HKABC2X1', email: 'checker@abc.example' }));
      const approvals = approvalsOf(house);
      await strangersTry(4);
      expect((await approvals.propose('UNLOCK')).refusal?.code).toBe('NO_CHANGE');
      await strangersTry(4);
      const flow = await begun();
      expect(codeOf(await house.emailOtp(flow, await house.mailedCode(id), stranger()))).toBe('OTP_ATTEMPTS_EXCEEDED');
      const proposed = await approvals.propose('UNLOCK');
      expect(proposed.proposal?.before).toEqual({ lockedAt: null, lockReason: 'RESETS_FROM_UNKNOWN_SOURCES' });
      expect(await approvals.check('UNLOCK', proposed)).toBeNull();
      const outcomes = await Promise.all(['r1', 'r2', 'r3'].map((each) => approvals.apply('UNLOCK', each, proposed)));
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['APPLIED', 'STALE', 'STALE']);
      expect(await account()).toEqual({ second_factor_failures: 0, stranger_failures: 0, locked_at: null });
      await givePassword(house, id, secret);
      expect((await approvals.propose('UNLOCK')).refusal?.code).toBe('NO_CHANGE');
    });
  });
}
