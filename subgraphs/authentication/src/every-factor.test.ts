import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { passkeyDevice } from '../../../test/support/passkey-device.ts';
import { codeVariants } from './testing/code-variants.ts';
import {
  answer,
  challenged,
  type Factor,
  type Holder,
  holder,
  pastPassword,
  printedCodes,
  type Waiting,
} from './testing/holder.ts';
import { houseAuthenticators } from './testing/house-authenticators.ts';
import { type House, flowIdOf, givePassword, openHouse, person } from './testing/house.ts';
import { stubCard } from './testing/stub-authenticator.ts';

const factors: readonly Factor[] = ['totp', 'hotp', 'passkey', 'email-otp'];
/** None of the limits is the reason for what is refused here. */
const unbounded = 1_000_000;
const policy = {
  secondFactorFailures: unbounded,
  strangerFailures: unbounded,
  triesPerChallenge: unbounded,
  passwordFailuresWithoutDelay: unbounded,
  passwordBurstPerMinute: unbounded,
  perSource: { passwords: [], unguessable: [], logins: [], resets: [] },
};

describe('whatever the factor', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse({ policy, plugins: [...houseAuthenticators(), stubCard()] });
  });
  afterEach(() => house.close());

  const sessions = () => house.rows('SELECT id FROM session WHERE ended_at IS NULL');
  const signIn = async (who: Holder) => {
    const waiting = await pastPassword(house, who.userId);
    return answer(house, who.factor, { flow: waiting.flow, proof: await who.proof(waiting) });
  };
  /** Sends proofs that are somebody else's, and counts them. */
  const swapped = async (by: Factor | 'recovery-code', flow: string, proofs: readonly string[]): Promise<number> => {
    for (const proof of proofs) expect((await answer(house, by, { flow, proof })).__typename).toBe('FlowRefused');
    return proofs.length;
  };
  /** What his factor gives when it is asked again and again; an app shows one code all the while. */
  const several = async (who: Holder, waiting: Waiting) => {
    const proofs = new Set<string>();
    for (let time = 0; time < 4; time += 1) proofs.add(await who.proof(waiting));
    return [...proofs];
  };

  it('a proof of one person, purpose and flow counts for no other: 0 of 1,000 swaps, one mailbox shared by all (O5)', async () => {
    const people: Holder[] = [];
    for (const factor of [...factors, ...factors]) people.push(await holder(house, factor, people.length + 1));
    const lists: { readonly who: Holder; readonly codes: readonly string[] }[] = [];
    for (const who of people)
      if (who.factor !== 'email-otp') lists.push({ who, codes: await printedCodes(house, who) });
    let swaps = 0;
    while (swaps < 1_000) {
      house.clock.advance(3_700_000);
      const logins: { readonly who: Holder; readonly waiting: Waiting }[] = [];
      const mailed: { readonly flow: string; readonly code: string }[] = [];
      for (const who of people) {
        const waiting = await pastPassword(house, who.userId);
        if (who.factor === 'email-otp') mailed.push({ flow: waiting.flow, code: await who.proof(waiting) });
        else logins.push({ who, waiting });
        const reset = await challenged(house, `beginPasswordReset(userId: "${who.userId}")`);
        mailed.push({ flow: reset.flow, code: await house.mailedCode(who.userId) });
      }
      for (const [place, target] of mailed.entries()) {
        // Of the five tries of a code: the swap itself is what is refused.
        const others = [1, 2, 3, 4].map((step) => mailed[(place + step) % mailed.length]?.code ?? '');
        swaps += await swapped(
          'email-otp',
          target.flow,
          others.filter((code) => code !== target.code),
        );
      }
      for (const { who, waiting } of logins) {
        const twin = logins.find((one) => one.who !== who && one.who.factor === who.factor);
        if (twin === undefined) throw new Error(`${who.userId} is alone.`);
        swaps += await swapped(who.factor, twin.waiting.flow, await several(who, twin.waiting));
        swaps += await swapped(who.factor, twin.waiting.flow, await several(who, waiting));
        if (who.factor === 'passkey') swaps += await swapped('passkey', waiting.flow, await several(who, twin.waiting));
        for (const list of lists)
          if (list.who !== who) swaps += await swapped('recovery-code', waiting.flow, list.codes.slice(0, 4));
      }
      for (const { who, waiting } of logins) {
        const opened = await answer(house, who.factor, { flow: waiting.flow, proof: await who.proof(waiting) });
        expect([who.factor, opened.__typename]).toEqual([who.factor, 'SignedIn']);
      }
    }
    expect(await sessions()).toHaveLength(people.length);
  }, 240_000);

  it('no variant of a used code is a new code: 0 of 200 (O6)', async () => {
    const token = await holder(house, 'hotp', 1);
    const app = await holder(house, 'totp', 2);
    const [code = ''] = await printedCodes(house, app);
    house.clock.advance(30_000);
    const tried: readonly (readonly [
      Holder,
      'hotp' | 'totp' | 'recovery-code',
      (waiting: Waiting) => Promise<string>,
    ])[] = [
      [token, 'hotp', token.proof],
      [app, 'totp', app.proof],
      [app, 'recovery-code', async () => code],
    ];
    let variants = 0;
    for (const [who, by, give] of tried) {
      const first = await pastPassword(house, who.userId);
      const used = await give(first);
      expect((await answer(house, by, { flow: first.flow, proof: used })).__typename).toBe('SignedIn');
      const { flow } = await pastPassword(house, who.userId);
      for (const proof of codeVariants(used)) {
        expect([by, proof, (await answer(house, by, { flow, proof })).__typename]).toEqual([by, proof, 'FlowRefused']);
        variants += 1;
      }
    }
    expect(variants).toBeGreaterThanOrEqual(200);
    expect(await sessions()).toHaveLength(2);
  }, 120_000);

  it.each(factors)(
    'whoever signs in by %s can neither choose, skip to, register nor be mailed another way (O11)',
    async (factor) => {
      const who = await holder(house, factor, 1);
      const { flow } = await pastPassword(house, who.userId);
      const others: readonly string[] = [
        ...(factor === 'email-otp' ? [] : [`requestEmailOtp(flowId: "${flow}")`]),
        ...(factor === 'passkey' ? [] : [`requestPasskeyChallenge(flowId: "${flow}")`]),
        ...['totp', 'hotp', 'passkey'].map((one) => `registerDevice(flowId: "${flow}", authenticator: "${one}")`),
        `registerDevice(flowId: "${flow}")`,
        `skipDeviceRegistration(flowId: "${flow}")`,
        `acceptEmailOtpRisk(flowId: "${flow}", warningVersion: "1")`,
        `setPassword(flowId: "${flow}", newPassword: "another correct horse", confirmation: "another correct horse")`,
      ];
      for (const call of others)
        expect([call, await house.mutate(call)]).toEqual([
          call,
          expect.objectContaining({ code: 'FLOW_STEP_NOT_EXPECTED' }),
        ]);
      const proofs = [
        ...factors.filter((one) => one !== factor),
        ...(factor === 'email-otp' ? ['recovery-code' as const] : []),
      ];
      for (const by of proofs) {
        const proof =
          by === 'passkey' ? passkeyDevice().get({ challenge: 'none' }) : by === 'recovery-code' ? NOBODYS : '123456';
        expect([by, await answer(house, by, { flow, proof })]).toEqual([
          by,
          expect.objectContaining({ code: 'FLOW_STEP_NOT_EXPECTED' }),
        ]);
      }
      expect(await house.mutate(`answerWithSmartcard(flowId: "${flow}", code: "right")`)).toMatchObject({
        code: 'FLOW_STEP_NOT_EXPECTED',
      });
    },
  );

  it.each([...factors, 'smartcard' as const])(
    'a user disabled between the steps gets no session by %s (O15)',
    async (factor) => {
      const who = factor === 'smartcard' ? await holder(house, 'totp', 1) : await holder(house, factor, 1);
      const waiting = factor === 'smartcard' ? null : await pastPassword(house, who.userId);
      const card = async () =>
        flowIdOf(
          await house.mutate(
            `beginLogin(input: { application: CCMS, method: SMARTCARD, userId: "${who.userId}", delivery: BEARER })`,
          ),
        );
      const flow = waiting?.flow ?? (await card());
      const proof = waiting === null ? '' : await who.proof(waiting);
      const send = () =>
        factor === 'smartcard'
          ? house.mutate(`answerWithSmartcard(flowId: "${flow}", code: "right")`)
          : answer(house, factor, { flow, proof });
      const before = await house.rows('SELECT id FROM session');
      const { userId, profileUuid } = who;
      house.identity.add(person({ userId, profileUuid, usable: false }));
      expect(await send()).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
      house.identity.add({ ...person({ userId, profileUuid }), usable: undefined } as never);
      expect(await send()).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
      expect(await house.rows('SELECT id FROM session')).toEqual(before);
      house.identity.add(person({ userId, profileUuid }));
      expect((await send()).__typename).toBe('SignedIn');
    },
  );

  it.each(factors)(
    'a reset of the password opens nothing, ends every session and every login under way, and leaves %s required (O16)',
    async (factor) => {
      const who = await holder(house, factor, 1);
      await signIn(who);
      house.clock.advance(3_700_000);
      const waiting = await pastPassword(house, who.userId);
      const proof = await who.proof(waiting);
      house.clock.advance(61_000);
      await givePassword(house, who.userId, 'another correct horse entirely');
      expect(await sessions()).toEqual([]);
      expect((await answer(house, factor, { flow: waiting.flow, proof })).__typename).toBe('FlowRefused');
      const asked = await house.password(flowIdOf(await house.begin(who.userId)), 'another correct horse entirely');
      const offers = asked['offers'] as readonly { readonly authenticator: string }[];
      expect(offers.map(({ authenticator }) => authenticator)).toEqual([factor]);
      expect(await sessions()).toEqual([]);
    },
  );
});

const NOBODYS = 'AAAA-BBBB-CCCC';
