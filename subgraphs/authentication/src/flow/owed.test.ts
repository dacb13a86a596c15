import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { routesFor } from '../route-book.ts';
import { type FlowEvent, advance } from './advance.ts';
import type { Flow } from './flow.ts';
import { owed } from './owed.ts';

const installed = (id: string) => ['password', 'email-otp', 'totp'].includes(id);
const login = routesFor('LOGIN', 'PARALLEL', installed);
const reset = routesFor('RESET', 'PARALLEL', installed);
const stepUp = routesFor('STEP_UP', 'PARALLEL', installed);

function flow(change: Partial<Flow> = {}): Flow {
  return {
    id: 'f',
    version: 1,
    purpose: 'LOGIN',
    phase: 'PARALLEL',
    beganAt: 0,
    expiresAt: 900_000,
    claimedId: 'HKABC101',
    subject: { profileUuid: 'p', userId: 'HKABC101', participant: 'ABC', email: 'a@b.hk', card: null },
    method: 'TWO_FACTOR',
    application: 'CCMS',
    delivery: 'COOKIE',
    sessionId: null,
    sessionMethods: [],
    evidence: [],
    goal: null,
    reached: null,
    channel: null,
    choice: null,
    lastSource: null,
    passwordChosenAt: null,
    factorVersion: 0,
    challengedAt: null,
    ...change,
  };
}
const password = { authenticator: 'password', at: 0 };

describe('owed', () => {
  it('wants the password first, whoever it is', () => {
    expect(owed(flow(), login)).toEqual({ kind: 'PROOFS', authenticators: ['password'] });
  });
  it('offers an app user the app alone (O11)', () => {
    expect(owed(flow({ evidence: [password], channel: 'APP' }), login)).toEqual({
      kind: 'PROOFS',
      authenticators: ['totp'],
    });
  });
  it('offers a mail user his mailed code (W13)', () => {
    expect(owed(flow({ evidence: [password], channel: 'EMAIL' }), login)).toEqual({
      kind: 'PROOFS',
      authenticators: ['email-otp'],
    });
  });
  it('offers a device to a person without a channel, and lets him skip (W12)', () => {
    const now = owed(flow({ evidence: [password] }), login);
    expect(now).toEqual({ kind: 'DEVICE', authenticators: ['totp'], canSkip: true });
  });
  it('wants the risk accepted after the skip and before any mailed code (W13)', () => {
    const skipped = flow({ evidence: [password], choice: { kind: 'SKIPPED' } });
    expect(owed(skipped, login)).toEqual({ kind: 'RISK_ACCEPTANCE', authenticator: 'email-otp' });
    const accepted = advance(skipped, { kind: 'RISK_ACCEPTED', version: '1' }, login);
    expect(accepted && owed(accepted, login)).toEqual({ kind: 'PROOFS', authenticators: ['email-otp'] });
  });
  it('has no route for a smartcard login without the smartcard authenticator', () => {
    expect(owed(flow({ method: 'SMARTCARD' }), login)).toEqual({ kind: 'NO_ROUTE' });
  });
  it("ends a reset after the mailed code and a step-up after the session's own method (SE4)", () => {
    expect(owed(flow({ purpose: 'RESET', evidence: [{ authenticator: 'email-otp', at: 0 }] }), reset).kind).toBe(
      'NOTHING',
    );
    const stepping = flow({ purpose: 'STEP_UP', sessionMethods: ['password', 'totp'] });
    expect(owed(stepping, stepUp)).toEqual({ kind: 'PROOFS', authenticators: ['totp'] });
  });
});

describe('advance', () => {
  const authenticator = fc.constantFrom('password', 'totp', 'email-otp', 'smartcard');
  const channel = fc.constantFrom('APP' as const, 'EMAIL' as const, null);
  const event: fc.Arbitrary<FlowEvent> = fc.oneof(
    fc.record({ kind: fc.constant('PROVEN' as const), authenticator, at: fc.constant(0), channel }),
    fc.record({ kind: fc.constant('CHALLENGED' as const), at: fc.nat() }),
    fc.record({ kind: fc.constant('DEVICE_BEGUN' as const), authenticator, state: fc.string() }),
    fc.record({ kind: fc.constant('DEVICE_SKIPPED' as const) }),
    fc.record({ kind: fc.constant('RISK_ACCEPTED' as const), version: fc.string() }),
  );

  it('completes a login only by password then second factor, and by mail only as a mail user or after accepting the risk (O10)', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let now = flow();
        for (const step of events) now = advance(now, step, login) ?? now;
        const rest = owed(now, login);
        if (rest.kind !== 'NOTHING') return;
        const [first, second] = now.evidence.map((proof) => proof.authenticator);
        expect(first).toBe('password');
        expect(now.evidence).toHaveLength(2);
        if (second === 'email-otp') expect(now.channel === 'EMAIL' || now.choice?.kind === 'RISK_ACCEPTED').toBe(true);
        else expect(now.channel === 'APP' || now.choice?.kind === 'REGISTER').toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
  it('completes a reset by the mailed code alone, and never takes a second proof', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), (events) => {
        let now = flow({ purpose: 'RESET' });
        for (const step of events) now = advance(now, step, reset) ?? now;
        expect(now.evidence.length).toBeLessThanOrEqual(1);
        if (owed(now, reset).kind === 'NOTHING') expect(now.evidence[0]?.authenticator).toBe('email-otp');
      }),
      { numRuns: 1_000 },
    );
  });
  it('lets a person go back from the warning to a device', () => {
    const skipped = flow({ evidence: [password], choice: { kind: 'SKIPPED' } });
    const back = advance(skipped, { kind: 'DEVICE_BEGUN', authenticator: 'totp', state: 's' }, login);
    expect(back && owed(back, login)).toEqual({ kind: 'CONFIRMATION', authenticator: 'totp', state: 's' });
  });
  it('refuses to skip for a person who has a device (O11)', () => {
    const appUser = flow({ evidence: [password], channel: 'APP' });
    expect(advance(appUser, { kind: 'DEVICE_SKIPPED' }, login)).toBeNull();
    expect(advance(appUser, { kind: 'RISK_ACCEPTED', version: '1' }, login)).toBeNull();
    expect(advance(appUser, { kind: 'DEVICE_BEGUN', authenticator: 'totp', state: 's' }, login)).toBeNull();
  });
});
