import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type OtpChannel, type Route, routeBook } from '../route-book.ts';
import { type FlowEvent, advance } from './advance.ts';
import type { Flow, Goal } from './flow.ts';
import { hasProvenAgain, owed } from './owed.ts';

const routes: readonly Route[] = routeBook.ENROL.PARALLEL;
const authenticators = ['password', 'totp', 'hotp', 'passkey', 'email-otp', 'recovery-code', 'smartcard'] as const;
const channelOf = { totp: 'APP', hotp: 'TOKEN', passkey: 'PASSKEY', 'email-otp': 'EMAIL' } as const;
const devices = ['totp', 'hotp', 'passkey'] as const;

const channel = fc.constantFrom<OtpChannel | null>('APP', 'TOKEN', 'PASSKEY', 'EMAIL', null);
const goal: fc.Arbitrary<Goal> = fc.oneof(
  fc.constantFrom(...devices).map((authenticator): Goal => ({
    kind: 'CHANNEL',
    channel: channelOf[authenticator],
    authenticator,
    joinBy: 'REGISTRATION',
  })),
  fc.constantFrom(...devices).map((authenticator): Goal => ({ kind: 'DEVICE', authenticator })),
  fc.constantFrom<Goal>(
    { kind: 'CHANNEL', channel: 'EMAIL', authenticator: 'email-otp', joinBy: 'RISK_ACCEPTANCE' },
    { kind: 'PASSWORD' },
    { kind: 'RECOVERY_CODES' },
  ),
);
const authenticator = fc.constantFrom(...authenticators);
const eventOn = (known: OtpChannel | null): fc.Arbitrary<FlowEvent> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('PROVEN' as const),
        authenticator,
        at: fc.nat(),
        channel: fc.constant(known),
      }),
    },
    fc.record({ kind: fc.constant('CHALLENGED' as const), at: fc.nat() }),
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('DEVICE_BEGUN' as const), authenticator, state: fc.string() }),
    },
    fc.record({ kind: fc.constant('DEVICE_SKIPPED' as const) }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('RISK_ACCEPTED' as const), version: fc.string() }) },
  );

function flow(wanted: Goal): Flow {
  return {
    id: 'f',
    version: 1,
    purpose: 'ENROL',
    phase: 'PARALLEL',
    beganAt: 0,
    expiresAt: 900_000,
    claimedId: 'HKABC101',
    subject: { profileUuid: 'p', userId: 'HKABC101', participant: 'ABC', email: 'a@b.hk', card: null },
    method: 'TWO_FACTOR',
    application: 'CCMS',
    delivery: 'COOKIE',
    sessionId: 's',
    sessionMethods: ['password', 'totp'],
    evidence: [],
    goal: wanted,
    reached: null,
    channel: null,
    choice: null,
    lastSource: null,
    passwordChosenAt: null,
    factorVersion: 0,
    challengedAt: null,
  };
}

/** Every walk over the alphabet: the flow after each event, those that do not follow left out. */
const walk = fc
  .tuple(goal, channel)
  .chain(([wanted, known]) =>
    fc.tuple(fc.constant(wanted), fc.constant(known), fc.array(eventOn(known), { minLength: 4, maxLength: 16 })),
  );
const states = (wanted: Goal, events: readonly FlowEvent[]): readonly Flow[] => {
  const seen = [flow(wanted)];
  for (const event of events) {
    const next = advance(seen.at(-1) as Flow, event, routes);
    if (next !== null) seen.push(next);
  }
  return seen;
};

/** The proofs that show the person again: his password, then his own factor or what stands in for it. */
function isProvenAgain({ evidence }: Flow, known: OtpChannel | null): boolean {
  const [first, second] = evidence.map((proof) => proof.authenticator);
  if (first !== 'password' || second === undefined || known === null || evidence.length !== 2) return false;
  if (second === 'recovery-code') return known !== 'EMAIL';
  return second in channelOf && channelOf[second as keyof typeof channelOf] === known;
}

describe('what a change of one’s factors owes (O10, O12)', () => {
  it('is nothing only after the password, the present factor, and the proof of the new one where there is one', () => {
    let ended = 0;
    fc.assert(
      fc.property(walk, ([wanted, known, events]) => {
        for (const at of states(wanted, events)) {
          if (owed(at, routes).kind !== 'NOTHING') continue;
          ended += 1;
          expect(isProvenAgain(at, known)).toBe(true);
          if (wanted.kind === 'PASSWORD' || wanted.kind === 'RECOVERY_CODES') continue;
          expect(at.reached?.authenticator).toBe(wanted.authenticator);
          const risky = wanted.kind === 'CHANNEL' && wanted.joinBy === 'RISK_ACCEPTANCE';
          expect(at.choice?.kind).toBe(risky ? 'RISK_ACCEPTED' : 'REGISTER');
        }
      }),
      { numRuns: 5_000 },
    );
    expect(ended).toBeGreaterThan(20);
  });

  it('shows no step of the change, and takes none, before both proofs', () => {
    fc.assert(
      fc.property(walk, ([wanted, known, events]) => {
        for (const at of states(wanted, events)) {
          expect(hasProvenAgain(at, routes)).toBe(isProvenAgain(at, known));
          if (isProvenAgain(at, known)) continue;
          expect(['PROOFS', 'NO_ROUTE']).toContain(owed(at, routes).kind);
          expect([at.choice, at.reached]).toEqual([null, null]);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('never forgets a proof, never takes more than the change needs, and keeps its goal', () => {
    fc.assert(
      fc.property(walk, ([wanted, , events]) => {
        let former = flow(wanted);
        for (const at of states(wanted, events)) {
          expect(at.goal).toEqual(wanted);
          expect(at.evidence.slice(0, former.evidence.length)).toEqual(former.evidence);
          expect(at.evidence.length).toBeLessThanOrEqual(2);
          if (former.reached !== null) expect(at.reached).toEqual(former.reached);
          former = at;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is no second factor’s own step for who has none: there is no way on', () => {
    const proven = { kind: 'PROVEN', authenticator: 'password', at: 0, channel: null } as const;
    const next = advance(flow({ kind: 'PASSWORD' }), proven, routes);
    expect(next && owed(next, routes)).toEqual({ kind: 'NO_ROUTE' });
  });
});
