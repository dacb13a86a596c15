import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { passkeyDevice } from '../../../test/support/passkey-device.ts';
import { eventually } from '../../../test/support/eventually.ts';
import type { OtpChannel } from './route-book.ts';
import { type Holder, holder, printedCodes, secret } from './testing/holder.ts';
import { houseAuthenticators } from './testing/house-authenticators.ts';
import { type House, type Step, givePassword, openHouse, person } from './testing/house.ts';
import { allowed, beginning, type Deed, type Kind, type Proof, type Stand } from './testing/rules-of-flows.ts';
import { stubCard } from './testing/stub-authenticator.ts';
import { totpCode } from './testing/totp-code.ts';

const RUNS = 150;
const seed = randomInt(2 ** 31);
const unbounded = 1_000_000;
const proofs: readonly Proof[] = ['password', 'totp', 'hotp', 'passkey', 'email-otp', 'recovery-code', 'smartcard'];
const devices = ['totp', 'hotp', 'passkey'] as const;
const everyDeed: readonly Deed[] = [
  ...proofs.map((what) => ({ do: 'prove' as const, what })),
  ...devices.map((what) => ({ do: 'register' as const, what })),
  { do: 'skip' },
  { do: 'accept' },
];
const kinds = {
  login: { purpose: 'LOGIN', method: 'TWO_FACTOR', goal: null },
  reset: { purpose: 'RESET', method: 'TWO_FACTOR', goal: null },
} as const satisfies Readonly<Record<string, Kind>>;
const STEP = `__typename ... on FlowRefused { code } ... on DeviceRegistrationOffered { flow { id } }
  ... on ProofsOffered { flow { id } offers { challenge { ... on EmailOtpChallenge { reference } ... on PasskeyChallenge { options } } } }
  ... on DeviceRegistration { flow { id } otpauthUri } ... on AuthenticatorRegistration { flow { id } options }
  ... on RiskWarning { flow { id } } ... on NewPasswordRequired { flow { id } } ... on SignedIn { session { id } }`;
type Options = { readonly challenge: string };

/** One flow of a walk: where the rules say it stands, and what its answers put into the walker's hands. */
interface Walked {
  readonly id: string;
  readonly kind: Kind;
  stand: Stand;
  reference: string | null;
  options: Options | null;
  uri: string | null;
}

interface Walker {
  readonly userId: string;
  readonly channel: OtpChannel | null;
  readonly own: Holder | null;
  codes: readonly string[];
}

const move = fc.oneof(
  { weight: 8, arbitrary: fc.record({ deed: fc.constantFrom(...everyDeed), lawful: fc.nat(2), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ restart: fc.constantFrom<keyof typeof kinds>('login', 'reset') }) },
  { weight: 1, arbitrary: fc.record({ back: fc.nat(5) }) },
);

describe('random walks over login, first registration and reset by every factor (O10, O11)', () => {
  let house: House;
  const walkers: Walker[] = [];
  const key = passkeyDevice('https://dms.example', null);
  const newcomer = { profileUuid: '018f0000-0000-7000-8000-000000000399', userId: 'HKABC399' };
  beforeAll(async () => {
    const limits = { secondFactorFailures: unbounded, strangerFailures: unbounded, triesPerChallenge: unbounded };
    const passwords = { passwordFailuresWithoutDelay: unbounded, passwordBurstPerMinute: unbounded };
    const perSource = { passwords: [], unguessable: [], logins: [], resets: [] };
    house = await openHouse({
      policy: { ...limits, ...passwords, perSource },
      plugins: [...houseAuthenticators(), stubCard()],
    });
    const channels = { APP: 'totp', TOKEN: 'hotp', PASSKEY: 'passkey', EMAIL: 'email-otp' } as const;
    for (const channel of ['APP', 'TOKEN', 'PASSKEY', 'EMAIL'] as const) {
      const own = await holder(house, channels[channel], walkers.length + 1);
      const codes = channel === 'EMAIL' ? [] : await printedCodes(house, own);
      walkers.push({ userId: own.userId, channel, own, codes });
    }
    house.identity.add(person(newcomer));
    await givePassword(house, newcomer.userId, secret);
    walkers.push({ userId: newcomer.userId, channel: null, own: null, codes: [] });
  }, 60_000);
  afterAll(() => house.close());

  const send = async (call: string): Promise<Step> => (await house.run(`mutation { ${call} { ${STEP} } }`)).step;

  function note(flow: Walked, step: Step): void {
    const offers = (step['offers'] ?? []) as readonly {
      readonly challenge: { reference?: string; options?: Options } | null;
    }[];
    const challenge = offers.map((offer) => offer.challenge).find((one) => one !== null);
    flow.reference = challenge?.reference ?? flow.reference;
    flow.options = (step['options'] as Options | undefined) ?? challenge?.options ?? flow.options;
    flow.uri = (step['otpauthUri'] as string | undefined) ?? flow.uri;
  }

  async function begin(kind: Kind, { userId }: Walker): Promise<Walked> {
    const input = `{ application: CCMS, method: TWO_FACTOR, userId: "${userId}", delivery: BEARER }`;
    const step = await send(
      kind.purpose === 'LOGIN' ? `beginLogin(input: ${input})` : `beginPasswordReset(userId: "${userId}")`,
    );
    const flow: Walked = {
      id: (step['flow'] as { id: string }).id,
      kind,
      stand: beginning,
      reference: null,
      options: null,
      uri: null,
    };
    note(flow, step);
    return flow;
  }

  const mailed = (reference: string) => {
    const find = () => house.mails.find((mail) => mail.text.includes(reference));
    return eventually(find, `the mail ${reference}`).then((mail) => /\b(\d{6,8})\b/.exec(mail.text)?.[1] ?? '');
  };

  /** The right proof, at the right moment or not; where he has none, one that looks like it. */
  async function proofOf(walker: Walker, flow: Walked, what: Proof): Promise<string> {
    const { uri, options, stand, reference } = flow;
    const isNew = stand.chose === what;
    const waiting = { flow: flow.id, options };
    if (what === 'password') return secret;
    if (what === 'smartcard') return 'right';
    if (what === 'recovery-code') return walker.codes[0] ?? 'AAAA-BBBB-CCCC';
    if (what === 'email-otp') return reference === null ? '123456' : mailed(reference);
    if (what === 'passkey' && isNew) return key.create(options ?? { challenge: 'none' });
    if (isNew && uri !== null) return totpCode(uri, what === 'hotp' ? new Date(0) : house.clock.now());
    if (walker.own?.factor !== what) return what === 'passkey' ? key.get(options ?? { challenge: 'none' }) : '123456';
    // A token is pressed only where its code is asked for, so that it does not run ahead.
    const asked =
      allowed(flow.kind, { ...walker, phase: 'PARALLEL', opened: 'totp' }, stand, { do: 'prove', what }) !== null;
    return what === 'hotp' && !asked ? '123456' : walker.own.proof(waiting);
  }

  async function call(walker: Walker, flow: Walked, deed: Deed): Promise<string> {
    const id = `flowId: "${flow.id}"`;
    if (!('what' in deed)) {
      if (deed.do === 'challenge') return `requestEmailOtp(${id})`;
      return deed.do === 'skip' ? `skipDeviceRegistration(${id})` : `acceptEmailOtpRisk(${id}, warningVersion: "1")`;
    }
    if (deed.do === 'register') return `registerDevice(${id}, authenticator: "${deed.what}")`;
    const name = deed.what
      .split('-')
      .map((word) => word[0]?.toUpperCase() + word.slice(1))
      .join('');
    const argument = deed.what === 'password' ? 'password' : deed.what === 'passkey' ? 'response' : 'code';
    return `answerWith${name}(${id}, ${argument}: ${JSON.stringify(await proofOf(walker, flow, deed.what))})`;
  }

  /** One deed: the house takes it exactly where the rules do, and opens or lets choose a password exactly at their end. */
  async function take(walker: Walker, flow: Walked, deed: Deed): Promise<boolean> {
    const wanted = allowed(flow.kind, { channel: walker.channel, phase: 'PARALLEL', opened: 'totp' }, flow.stand, deed);
    const step = await send(await call(walker, flow, deed));
    const end = flow.kind.purpose === 'LOGIN' ? 'SignedIn' : 'NewPasswordRequired';
    const seen = [walker.channel, flow.kind.purpose, flow.stand, deed, step['code']];
    expect([...seen, step.__typename !== 'FlowRefused', step.__typename === end]).toEqual([
      ...seen,
      wanted !== null,
      wanted?.done === true,
    ]);
    note(flow, step);
    flow.stand = wanted ?? flow.stand;
    return step.__typename === 'SignedIn';
  }

  async function walk(
    walker: Walker,
    moves: readonly (typeof move extends fc.Arbitrary<infer M> ? M : never)[],
  ): Promise<Deed | null> {
    const flows = [await begin(kinds.login, walker)];
    let at = 0;
    for (const next of moves) {
      // Fewer than the mails that a person gets in an hour.
      if ('restart' in next && flows.length < 5) at = flows.push(await begin(kinds[next.restart], walker)) - 1;
      if ('back' in next) at = next.back % flows.length;
      const flow = flows[at];
      if (flow === undefined || !('deed' in next)) continue;
      const who = { channel: walker.channel, phase: 'PARALLEL' as const, opened: 'totp' as const };
      const lawful = everyDeed.filter(
        (deed) => allowed(flow.kind, who, flow.stand, deed) !== null && isAtHand(walker, deed),
      );
      const deed = (next.lawful > 0 ? lawful[next.which % lawful.length] : undefined) ?? next.deed;
      if (!isAtHand(walker, deed)) continue;
      if (await take(walker, flow, deed)) return deed;
    }
    return null;
  }

  const isAtHand = (walker: Walker, deed: Deed) =>
    walker.channel === null || deed.do !== 'prove' || deed.what !== 'recovery-code' || walker.codes.length > 0;

  /** Whoever came new is new again for the next walk. */
  async function startAnew(): Promise<void> {
    house.clock.advance(3_700_000);
    const of = `WHERE profile_uuid = '${newcomer.profileUuid}'`;
    await house.database.transaction(async (tx) => {
      await tx.query(`UPDATE account SET otp_channel = NULL ${of}`);
      for (const table of ['totp_device', 'hotp_device', 'passkey_credential'])
        await tx.query(`DELETE FROM authenticator_${table} ${of}`);
    });
  }

  it(`in ${RUNS} walks each step is taken where the rules allow it, and a session opened at their end alone (seed ${seed})`, async () => {
    const ends = new Set<string>();
    const all = () => house.rows('SELECT id FROM session');
    const before = (await all()).length;
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.array(move, { minLength: 4, maxLength: 14, size: 'max' }), async (who, moves) => {
        await startAnew();
        const walker = walkers[who];
        if (walker === undefined) throw new Error('Nobody walks.');
        const end = await walk(walker, moves);
        expect(await all()).toHaveLength(before + opened + (end === null ? 0 : 1));
        if (end === null) return;
        opened += 1;
        const what = end.do === 'prove' ? end.what : '';
        if (what === 'recovery-code') walker.codes = walker.codes.slice(1);
        ends.add(`${walker.channel ?? 'new'} ${what}`);
      }),
      { numRuns: RUNS, seed, endOnFailure: true },
    );
    expect(ends.size).toBeGreaterThan(5);
  }, 240_000);
});
