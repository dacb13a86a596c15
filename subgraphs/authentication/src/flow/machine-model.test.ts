import { randomInt } from 'node:crypto';
import type { Phase } from '@countersign/authenticator-kit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type OtpChannel, routeBeyondTheBook, type Route, routesFor } from '../route-book.ts';
import { advance, type FlowEvent } from './advance.ts';
import type { Flow, Goal } from './flow.ts';
import { owed } from './owed.ts';
import {
  allowed,
  beginning,
  type Deed,
  factor,
  type Kind,
  type Proof,
  proofs,
  type Somebody,
  type Stand,
} from '../testing/rules-of-flows.ts';

const RUNS = 10_000;
const seed = randomInt(2 ** 31);

/** Every deed of the rules. */
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
  const wanted = deed.do === 'challenge' ? stand : allowed(kind, who, stand, deed);
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
        const lawful = everyDeed.filter((deed) => allowed(now.kind, who, now.stand, deed) !== null);
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
