import { randomInt } from 'node:crypto';
import type { Phase } from '@countersign/authenticator-kit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FlowPurpose, type OtpChannel, routeBeyondTheBook, type Route, routesFor } from '../route-book.ts';
import { advance, type FlowEvent } from './advance.ts';
import type { Flow, Goal } from './flow.ts';
import { owed } from './owed.ts';

const RUNS = 10_000;
const seed = randomInt(2 ** 31);
const proofs = [
  'password',
  'totp',
  'hotp',
  'passkey',
  'email-otp',
  'recovery-code',
  'smartcard',
  'paper-list',
] as const;
type Proof = (typeof proofs)[number];
/** Whose factor is which, as domain W10-W16 has it and not as the route book does. */
const factor: Readonly<Record<OtpChannel, Proof>> = {
  APP: 'totp',
  TOKEN: 'hotp',
  PASSKEY: 'passkey',
  EMAIL: 'email-otp',
  'OTHER:paper-list': 'paper-list',
};
const registrable: readonly Proof[] = ['totp', 'hotp', 'passkey', 'paper-list'];
const hasStandIn: readonly (OtpChannel | null)[] = ['APP', 'TOKEN', 'PASSKEY'];

/** Somebody, as the walk finds him; nothing of it changes while he walks. */
interface Somebody {
  readonly phase: Phase;
  readonly channel: OtpChannel | null;
  readonly opened: Proof;
}
type Kind = { readonly purpose: FlowPurpose; readonly method: 'SMARTCARD' | 'TWO_FACTOR'; readonly goal: Goal | null };
type Deed =
  { readonly do: 'prove' | 'register'; readonly what: Proof } | { readonly do: 'skip' | 'accept' | 'challenge' };
/** Where a flow stands: what was proven, and what he chose; `done` is what opens a session or lets a factor or password change. */
interface Stand {
  readonly password: boolean;
  readonly again: boolean;
  readonly chose: 'nothing' | 'skip' | 'risk' | Proof;
  readonly done: boolean;
}
const beginning: Stand = { password: false, again: false, chose: 'nothing', done: false };
const done = (stand: Stand): Stand => ({ ...stand, done: true });

/** His own factor, or what stands in for a device that is not at hand. */
const isHis = (channel: OtpChannel | null, what: Proof) =>
  (channel !== null && factor[channel] === what) || (what === 'recovery-code' && hasStandIn.includes(channel));

/** One proof is the whole way: a smartcard, a mailed code of a reset, the session's own method of a step-up. */
function byOneProof(stand: Stand, deed: Deed, wanted: Proof | null): Stand | null {
  return !stand.done && deed.do === 'prove' && deed.what === wanted ? done(stand) : null;
}

/** W12, W13: a device registered and confirmed, or the step skipped, the risk accepted and the mailed code given; back at any time. */
function newcomer(stand: Stand, deed: Deed): Stand | null {
  if (deed.do === 'register') return registrable.includes(deed.what) ? { ...stand, chose: deed.what } : null;
  if (deed.do === 'skip') return stand.chose === 'risk' ? null : { ...stand, chose: 'skip' };
  if (deed.do === 'accept') return stand.chose === 'skip' ? { ...stand, chose: 'risk' } : null;
  if (deed.do !== 'prove') return null;
  return deed.what === stand.chose || (deed.what === 'email-otp' && stand.chose === 'risk') ? done(stand) : null;
}

/** W16: the new factor is shown or the risk accepted, and then proven, before anything of the old one ends. */
function towards(goal: Goal, stand: Stand, deed: Deed): Stand | null {
  if (!('authenticator' in goal)) return null;
  const risky = goal.authenticator === 'email-otp';
  if (deed.do === 'register') return !risky && deed.what === goal.authenticator ? { ...stand, chose: deed.what } : null;
  if (deed.do === 'accept') return risky && stand.chose === 'nothing' ? { ...stand, chose: 'risk' } : null;
  if (deed.do !== 'prove' || deed.what !== goal.authenticator) return null;
  return stand.chose === (risky ? 'risk' : deed.what) ? done(stand) : null;
}

/** The step that the rules allow from here, or null: the whole of the login, reset, enrol and self-service machines. */
function model(kind: Kind, who: Somebody, stand: Stand, deed: Deed): Stand | null {
  const cards = who.phase !== 'END';
  const codes = who.phase !== 'PRE_PARALLEL';
  if (stand.done) return null;
  if (kind.purpose === 'RESET') return byOneProof(stand, deed, codes ? 'email-otp' : null);
  if (kind.purpose === 'STEP_UP')
    return byOneProof(stand, deed, (who.opened === 'smartcard' ? cards : codes) ? who.opened : null);
  if (kind.purpose === 'LOGIN' && kind.method === 'SMARTCARD')
    return byOneProof(stand, deed, cards ? 'smartcard' : null);
  if (!stand.password)
    return codes && deed.do === 'prove' && deed.what === 'password' ? { ...stand, password: true } : null;
  if (kind.goal !== null && stand.again) return towards(kind.goal, stand, deed);
  if (who.channel === null) return kind.goal === null ? newcomer(stand, deed) : null;
  if (deed.do !== 'prove' || !isHis(who.channel, deed.what)) return null;
  if (kind.goal === null) return done(stand);
  return { ...stand, again: true, done: !('authenticator' in kind.goal) };
}

const everyDeed: readonly Deed[] = [
  ...proofs.map((what) => ({ do: 'prove' as const, what })),
  ...proofs.map((what) => ({ do: 'register' as const, what })),
  // Three times as likely: there are few of them, and much depends on their order.
  ...(['skip', 'accept', 'skip', 'accept', 'skip', 'accept', 'challenge'] as const).map((one) => ({ do: one })),
];
const channels = fc.constantFrom(...(Object.keys(factor) as OtpChannel[]), null, null, null, null);
const somebody: fc.Arbitrary<Somebody> = fc.record({
  phase: fc.constantFrom<Phase>('PRE_PARALLEL', 'PARALLEL', 'PARALLEL', 'END'),
  channel: channels,
  opened: fc.constantFrom<Proof>('smartcard', ...Object.values(factor)),
});
const towardsDevice = fc.constantFrom(...Object.entries(factor)).chain(([channel, authenticator]) =>
  fc.constantFrom<Goal>(
    { kind: 'DEVICE', authenticator: authenticator === 'email-otp' ? 'totp' : authenticator },
    {
      kind: 'CHANNEL',
      channel: channel as OtpChannel,
      authenticator,
      joinBy: authenticator === 'email-otp' ? 'RISK_ACCEPTANCE' : 'REGISTRATION',
    },
  ),
);
const goal = fc.oneof(towardsDevice, fc.constantFrom<Goal>({ kind: 'PASSWORD' }, { kind: 'RECOVERY_CODES' }));
const kinds: fc.Arbitrary<Kind> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Kind>({ purpose: 'LOGIN', method: 'TWO_FACTOR', goal: null }) },
  { weight: 4, arbitrary: goal.map((wanted): Kind => ({ purpose: 'ENROL', method: 'TWO_FACTOR', goal: wanted })) },
  fc.constant<Kind>({ purpose: 'LOGIN', method: 'SMARTCARD', goal: null }),
  fc.constant<Kind>({ purpose: 'RESET', method: 'TWO_FACTOR', goal: null }),
  fc.constant<Kind>({ purpose: 'STEP_UP', method: 'TWO_FACTOR', goal: null }),
);
/** A deed, begun anew, or gone back to a flow of before; half of the deeds are drawn from those that the rules allow. */
const move = fc.oneof(
  { weight: 8, arbitrary: fc.record({ deed: fc.constantFrom(...everyDeed), lawful: fc.boolean(), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ restart: kinds }) },
  { weight: 1, arbitrary: fc.record({ back: fc.nat(5) }) },
);

function routesOf({ purpose }: Kind, { phase }: Somebody): readonly Route[] {
  const other = phase === 'PRE_PARALLEL' ? null : routeBeyondTheBook(purpose, { id: 'paper-list', registers: true });
  return [...routesFor(purpose, phase, () => true), ...(other === null ? [] : [other])];
}

function begun(kind: Kind, who: Somebody): Flow {
  return {
    ...{ id: 'f', version: 1, beganAt: 0, expiresAt: 900_000, claimedId: 'HKABC101', application: 'CCMS' },
    ...{ phase: who.phase, purpose: kind.purpose, method: kind.method, goal: kind.goal, delivery: 'COOKIE' },
    subject: { profileUuid: 'p', userId: 'HKABC101', participant: 'ABC', email: 'a@b.hk', card: null },
    ...{ sessionId: 's', sessionMethods: who.opened === 'smartcard' ? ['smartcard'] : ['password', who.opened] },
    ...{ evidence: [], reached: null, channel: null, choice: null, lastSource: null, passwordChosenAt: null },
    ...{ factorVersion: 0, challengedAt: null },
  } as Flow;
}

function eventOf(deed: Deed, { channel }: Somebody): FlowEvent {
  if (deed.do === 'prove') return { kind: 'PROVEN', authenticator: deed.what, at: 0, channel };
  if (deed.do === 'register') return { kind: 'DEVICE_BEGUN', authenticator: deed.what, state: 's' };
  if (deed.do === 'skip') return { kind: 'DEVICE_SKIPPED' };
  return deed.do === 'accept' ? { kind: 'RISK_ACCEPTED', version: '1' } : { kind: 'CHALLENGED', at: 0 };
}

/** One flow of a walk, beside what the rules say of it. */
interface Walked {
  readonly kind: Kind;
  readonly flow: Flow;
  readonly stand: Stand;
}

/** One deed on one flow: machine and rules must take it or refuse it alike, and agree on whether all is proven. */
function take({ kind, flow, stand }: Walked, who: Somebody, deed: Deed): Walked {
  const routes = routesOf(kind, who);
  const came = advance(flow, eventOf(deed, who), routes);
  const wanted = deed.do === 'challenge' ? stand : model(kind, who, stand, deed);
  if (deed.do !== 'challenge' && (came !== null) !== (wanted !== null))
    expect([kind, who, flow, deed, came !== null]).toEqual([kind, who, flow, deed, wanted !== null]);
  const next = { kind, flow: came ?? flow, stand: wanted ?? stand };
  const isDone = owed(next.flow, routes).kind === 'NOTHING';
  if (isDone !== next.stand.done)
    expect([kind, who, next.flow, deed, isDone]).toEqual([kind, who, next.flow, deed, !isDone]);
  return next;
}

describe('the machines of login, first registration, reset, step-up and self-service (O10, O11, O12)', () => {
  it(`in ${RUNS} random sequences of steps end where the rules let them end, and nowhere else (seed ${seed})`, () => {
    const ends = new Map<string, number>();
    const walk = fc.tuple(somebody, kinds, fc.array(move, { minLength: 3, maxLength: 40, size: 'max' }));
    const begin = (kind: Kind, who: Somebody): Walked => ({ kind, flow: begun(kind, who), stand: beginning });
    const property = fc.property(walk, ([who, first, moves]) => {
      const flows = [begin(first, who)];
      let at = 0;
      for (const next of moves) {
        if ('restart' in next) at = flows.push(begin(next.restart, who)) - 1;
        if ('back' in next) at = next.back % flows.length;
        const now = flows[at];
        if (now === undefined || !('deed' in next)) continue;
        const lawful = everyDeed.filter((deed) => model(now.kind, who, now.stand, deed) !== null);
        const deed = (next.lawful ? lawful[next.which % lawful.length] : undefined) ?? next.deed;
        const then = take(now, who, deed);
        flows[at] = then;
        if (now.stand.done || !then.stand.done || deed.do !== 'prove') continue;
        const end = `${now.kind.purpose} ${deed.what}`;
        ends.set(end, (ends.get(end) ?? 0) + 1);
      }
    });
    fc.assert(property, { numRuns: RUNS, seed });
    const ways = Object.values(factor);
    const every = [
      ...[...ways, 'recovery-code', 'smartcard'].map((way) => `LOGIN ${way}`),
      ...[...ways, 'smartcard'].map((way) => `STEP_UP ${way}`),
      ...ways.map((way) => `ENROL ${way}`),
      'RESET email-otp',
    ];
    expect(every.filter((end) => (ends.get(end) ?? 0) < 10)).toEqual([]);
  });
});
