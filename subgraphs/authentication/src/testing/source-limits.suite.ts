import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuthenticatorPlugin } from '@countersign/authenticator-kit';
import { eventually } from '../../../../test/support/eventually.ts';
import { defaultPolicy } from '../policy.ts';
import { crowd } from './crowd.ts';
import { houseAuthenticators } from './house-authenticators.ts';
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
import { totpCode } from './totp-code.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';
const { perSource } = defaultPolicy;
const codeOf = (step: Step) => String(step['code'] ?? step.__typename);
const atOnce = <T>(count: number, work: (turn: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, turn) => work(turn)));
const tally = (steps: readonly Step[]) =>
  Object.fromEntries(Object.entries(Object.groupBy(steps, codeOf)).map(([code, all]) => [code, all?.length]));

/** The house's plugins with passwords that cost nothing to compare, a count of the comparisons, and a hand on the wrong ones. */
function quickly(changed: Partial<AuthenticatorPlugin['manifest']> = {}) {
  let compared = 0;
  let release: Promise<unknown> = Promise.resolve();
  const plugins = houseAuthenticators().map((plugin): AuthenticatorPlugin => {
    const { id: name } = plugin.manifest;
    if (name !== 'password' && name !== 'totp') return plugin;
    return {
      manifest: name === 'totp' ? { ...plugin.manifest, ...changed } : plugin.manifest,
      create(ports) {
        const running = plugin.create(ports);
        if (name === 'totp') return running;
        return {
          ...running,
          verify: async (_flow, subject, answer) => {
            compared += 1;
            const right = (answer as { readonly password: string }).password === secret && subject !== null;
            if (right) return { outcome: 'accepted', profileUuid: subject.profileUuid, consume: async () => true };
            await release;
            return { outcome: 'rejected', reason: 'WRONG' };
          },
        };
      },
    };
  });
  return { plugins, compared: () => compared, hold: (until: Promise<unknown>) => void (release = until) };
}

/** What one source may do, whoever it is about, on every pair of database and volatile store. */
export function sourceLimitSuite(stores: () => { readonly url?: string; readonly redis?: string }): void {
  describe('limits of one source (L2)', () => {
    let house: House;
    let quick: ReturnType<typeof quickly>;
    const open = async (changed: Partial<AuthenticatorPlugin['manifest']> = {}, policy = {}) => {
      quick = quickly(changed);
      house = await openHouse({ plugins: quick.plugins, policy, ...stores() });
      house.identity.add(person());
    };
    afterEach(() => house.close());

    const somebody = (turn: number) => `HKABD${100 + turn}`;
    const guess = async (turn: number, address: string) => {
      const from = house.anonymous(address);
      const begun = await house.begin(somebody(turn), 'CCMS', from);
      return house.password(flowIdOf(begun), 'wrong wrong wrong', from);
    };

    describe('on passwords', () => {
      beforeEach(() => open({}, { passwordBurstPerMinute: 70 }));

      it('compare 20 of 120 wrong ones that come at once for 120 users, not one more', async () => {
        const steps = await atOnce(120, (turn) => guess(turn, '198.51.100.1'));
        expect(quick.compared()).toBe(20);
        expect(tally(steps)).toEqual({ AUTH_FAILED: 20, TOO_MANY_ATTEMPTS: 100 });
        expect(codeOf(await guess(1, '198.51.100.2'))).toBe('AUTH_FAILED');
      });

      it('do not count who was right, however many they are', async () => {
        await givePassword(house, id, secret);
        for (let turn = 0; turn < 3 * 20; turn += 1)
          expect((await house.password(flowIdOf(await house.begin(id)), secret)).__typename).toBe(
            'DeviceRegistrationOffered',
          );
        expect(codeOf(await guess(1, house.anonymous().source.address))).toBe('AUTH_FAILED');
      });

      it('stop nobody at his own desk while others there are still being compared, only once they failed', async () => {
        await givePassword(house, id, secret);
        const uri = await giveDevice(house, id, secret);
        const { address } = house.anonymous().source;
        const held = Promise.withResolvers<void>();
        quick.hold(held.promise);
        const before = quick.compared();
        const guesses = atOnce(20, (turn) => guess(turn, address));
        await eventually(() => quick.compared() - before === 20, 'twenty wrong passwords to be under comparison');
        expect(codeOf(await guess(21, address))).toBe('TOO_MANY_ATTEMPTS');
        expect(codeOf(await house.password(flowIdOf(await house.begin(id)), secret))).toBe('ProofsOffered');
        held.resolve();
        await guesses;
        expect(codeOf(await house.password(flowIdOf(await house.begin(id)), secret))).toBe('TOO_MANY_ATTEMPTS');
        const elsewhere = house.anonymous('198.51.100.9');
        const flow = flowIdOf(await house.password(flowIdOf(await house.begin(id)), secret, elsewhere));
        expect((await house.totp(flow, totpCode(uri, house.clock.now()), elsewhere)).__typename).toBe('SignedIn');
      });

      it('and by guesses from a thousand other sources nobody is kept from his desk, nor delayed there (O9)', async () => {
        await givePassword(house, id, secret);
        const uri = await giveDevice(house, id, secret);
        const flow = flowIdOf(await house.begin(id));
        const heard = await crowd(1_000, (turn) =>
          house.password(flow, 'wrong wrong wrong', house.anonymous(`198.51.${turn % 250}.${turn % 251}`)),
        );
        const {
          AUTH_FAILED: compared = 0,
          TOO_MANY_ATTEMPTS: delayed = 0,
          DEPENDENCY_UNAVAILABLE: busy = 0,
        } = tally(heard);
        expect(compared).toBeLessThanOrEqual(70);
        expect(compared + delayed + busy).toBe(1_000);
        const asked = await untilSecondFactor(house, id, secret);
        expect((await house.totp(asked, totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
      });
    });

    it('on answers that nobody can guess are counted before the comparison, take nothing from the person, and forget who is right', async () => {
      await open({ budget: 'UNGUESSABLE' }, { triesPerChallenge: 1_000 });
      await givePassword(house, id, secret);
      const uri = await giveDevice(house, id, secret);
      const from = house.anonymous('198.51.100.1');
      const flow = flowIdOf(await house.password(flowIdOf(await house.begin(id)), secret, from));
      const steps = await atOnce(200, () => house.totp(flow, '000000', from));
      const most = perSource.unguessable[0]?.limit ?? 0;
      expect(tally(steps)).toMatchObject({ TOO_MANY_ATTEMPTS: 200 - most });
      expect(await house.rows('SELECT second_factor_failures, locked_at FROM account')).toEqual([
        { second_factor_failures: 0, locked_at: null },
      ]);
      const right = await house.totp(await untilSecondFactor(house, id, secret), totpCode(uri, house.clock.now()));
      expect(right.__typename).toBe('SignedIn');
    });

    it.each(['logins', 'resets'] as const)(
      'on %s that were begun and never completed are the same for somebody and nobody (O8)',
      async (what) => {
        const few = { perSource: { ...perSource, [what]: [{ limit: 4, windowMs: 60_000 }] } };
        await open({}, few);
        const from = house.anonymous('198.51.100.1');
        const begin = (userId: string) =>
          what === 'logins'
            ? house.begin(userId, 'CCMS', from)
            : house.mutate(`beginPasswordReset(userId: "${userId}")`, from);
        const heard = await atOnce(16, (turn) => begin(turn % 2 === 0 ? id : 'HKABC999'));
        expect(tally(heard)).toEqual({ ProofsOffered: 4, TOO_MANY_ATTEMPTS: 12 });
        expect(
          new Set(heard.filter((one) => codeOf(one) === 'TOO_MANY_ATTEMPTS').map((one) => JSON.stringify(one))).size,
        ).toBe(1);
        await givePassword(house, id, secret);
        const uri = await giveDevice(house, id, secret);
        for (let round = 0; round < 6; round += 1) {
          const asked = await untilSecondFactor(house, id, secret);
          expect((await house.totp(asked, totpCode(uri, house.clock.now()))).__typename).toBe('SignedIn');
          house.clock.advance(30_000);
        }
      },
    );
  });
}
