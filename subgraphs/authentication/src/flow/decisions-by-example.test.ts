import { describe, expect, it } from '@jest/globals';
import { type Route, routeBook, routesFor } from '../route-book.ts';
import { type FlowEvent, advance, isAsked, mayRegister, maySkip } from './advance.ts';
import { completedLogin } from './completed-flow.ts';
import type { Flow, Goal } from './flow.ts';
import { mayLogIn } from './may-log-in.ts';
import { hasProvenAgain, owed } from './owed.ts';
import { phaseOfFlow } from './phase-of-flow.ts';

const login: readonly Route[] = routeBook.LOGIN.PARALLEL;
const stepUp: readonly Route[] = routeBook.STEP_UP.PARALLEL;
const enrol: readonly Route[] = routeBook.ENROL.PARALLEL;
const without = (...ids: readonly string[]) => routesFor('LOGIN', 'PARALLEL', (id) => !ids.includes(id));
const by = (...ids: readonly string[]) => ids.map((authenticator) => ({ authenticator, at: 0 }));
const devices = ['totp', 'hotp', 'passkey'];
const registering = (authenticator: string) => ({ kind: 'REGISTER', authenticator, state: 's' }) as const;
const skipped = { kind: 'SKIPPED' } as const;
const accepted = { kind: 'RISK_ACCEPTED', version: '1' } as const;

const flow = (change: Partial<Flow> = {}): Flow => ({
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
});
const afterPassword = (change: Partial<Flow> = {}) => flow({ evidence: by('password'), ...change });
const proofs = (...authenticators: readonly string[]) => ({ kind: 'PROOFS', authenticators });
const noRoute = { kind: 'NO_ROUTE' };
const risk = { kind: 'RISK_ACCEPTANCE', authenticator: 'email-otp' };

describe('a login owes', () => {
  it('the first proof of the method that was chosen', () => {
    expect(owed(flow(), login)).toEqual(proofs('password'));
    expect(owed(flow({ method: 'SMARTCARD', channel: 'APP' }), login)).toEqual(proofs('smartcard'));
    expect(owed(flow({ method: 'SMARTCARD' }), without('smartcard'))).toEqual(noRoute);
  });
  it('nothing after the smartcard, whatever the person’s channel', () => {
    for (const channel of [null, 'APP', 'EMAIL'] as const) {
      const done = flow({ method: 'SMARTCARD', evidence: by('smartcard'), channel });
      expect(owed(done, login)).toEqual({ kind: 'NOTHING', route: login[0] });
    }
  });
  it('the person’s own factor after the password, or what stands in for a device (O11)', () => {
    expect(owed(afterPassword({ channel: 'APP' }), login)).toEqual(proofs('totp', 'recovery-code'));
    expect(owed(afterPassword({ channel: 'TOKEN' }), login)).toEqual(proofs('hotp', 'recovery-code'));
    expect(owed(afterPassword({ channel: 'PASSKEY' }), login)).toEqual(proofs('passkey', 'recovery-code'));
    expect(owed(afterPassword({ channel: 'EMAIL' }), login)).toEqual(proofs('email-otp'));
    expect(owed(afterPassword({ channel: 'APP' }), without('totp', 'recovery-code'))).toEqual(noRoute);
  });
  it('a choice from who has no channel: a device, else the risk of mail (W12, W13)', () => {
    expect(owed(afterPassword(), login)).toEqual({ kind: 'DEVICE', authenticators: devices, canSkip: true });
    expect(owed(afterPassword({ choice: skipped }), login)).toEqual(risk);
    expect(owed(afterPassword(), without(...devices))).toEqual(risk);
    const unmailed = { kind: 'DEVICE', authenticators: devices, canSkip: false };
    expect(owed(afterPassword(), without('email-otp'))).toEqual(unmailed);
    expect(owed(afterPassword({ choice: skipped }), without('email-otp'))).toEqual(unmailed);
    expect(owed(afterPassword(), without(...devices, 'email-otp'))).toEqual(noRoute);
  });
  it('what the choice leads to, and nothing else', () => {
    const confirmation = { kind: 'CONFIRMATION', authenticator: 'hotp', state: 's' };
    expect(owed(afterPassword({ choice: registering('hotp') }), login)).toEqual(confirmation);
    expect(owed(afterPassword({ choice: accepted }), login)).toEqual(proofs('email-otp'));
    expect(owed(afterPassword({ choice: registering('hotp'), channel: 'EMAIL' }), login)).toEqual(proofs('email-otp'));
    expect(owed(flow({ choice: registering('hotp') }), login)).toEqual(proofs('password'));
    const first = flow({ purpose: 'STEP_UP', sessionMethods: ['totp'], choice: registering('totp') });
    expect(owed(first, stepUp)).toEqual(proofs('totp'));
  });
  it('nothing after the last proof of a way that is his, and there is no way by another’s', () => {
    const proven = (last: string, change: Partial<Flow>) =>
      owed(flow({ evidence: by('password', last), ...change }), login);
    expect(proven('totp', { channel: 'APP' })).toMatchObject({ kind: 'NOTHING', route: { channel: 'APP' } });
    expect(proven('totp', { choice: registering('totp') })).toMatchObject({ kind: 'NOTHING' });
    expect(proven('email-otp', { choice: accepted })).toMatchObject({ kind: 'NOTHING', route: { channel: 'EMAIL' } });
    expect(proven('recovery-code', { channel: 'TOKEN' }).kind).toBe('NOTHING');
    expect(proven('recovery-code', { channel: 'EMAIL' })).toEqual(noRoute);
    expect(proven('recovery-code', {})).toEqual(noRoute);
    expect(proven('totp', { channel: 'EMAIL' })).toEqual(noRoute);
    expect(proven('totp', { choice: registering('hotp') }).kind).toBe('DEVICE');
    expect(proven('totp', { choice: accepted }).kind).toBe('DEVICE');
    expect(proven('email-otp', { choice: registering('totp') })).toEqual(risk);
  });
  it('no other order, and no proof too many', () => {
    expect(owed(flow({ evidence: by('totp'), channel: 'APP' }), login)).toEqual(noRoute);
    expect(owed(flow({ evidence: by('totp', 'password'), channel: 'APP' }), login)).toEqual(noRoute);
    expect(owed(flow({ evidence: by('password', 'totp', 'totp'), channel: 'APP' }), login)).toEqual(noRoute);
  });
});

describe('on ways that the book does not have today, a flow owes', () => {
  const odd = (proofs: readonly string[], change: Partial<Route> = {}): Route => ({
    method: 'TWO_FACTOR',
    proofs,
    ...change,
  });
  it('every proof of a step-up from the session’s own', () => {
    const both = [odd(['password', 'totp'])];
    const stepping = (...sessionMethods: string[]) => owed(flow({ purpose: 'STEP_UP', sessionMethods }), both);
    expect(stepping('totp')).toEqual(noRoute);
    expect(stepping('password', 'totp')).toEqual(proofs('password'));
  });
  it('the last proof of a way, however many there are', () => {
    const alone = [odd(['totp'], { channel: 'APP', joinBy: 'REGISTRATION' })];
    expect(owed(flow(), alone)).toEqual({ kind: 'DEVICE', authenticators: ['totp'], canSkip: false });
    expect(owed(flow({ choice: registering('totp') }), alone)).toEqual(proofs('totp'));
  });
  it('no risk where accepting one does not lead onto the way', () => {
    expect(owed(flow({ purpose: 'ENROL', evidence: by('password'), choice: accepted }), enrol)).toEqual(noRoute);
  });
});

describe('a step-up owes', () => {
  it('a proof that the session was opened with (SE4)', () => {
    const by = (...sessionMethods: string[]) => owed(flow({ purpose: 'STEP_UP', sessionMethods }), stepUp);
    expect(by('smartcard')).toEqual(proofs('smartcard'));
    expect(by('password', 'totp')).toEqual(proofs('totp'));
    expect(by('password')).toEqual(noRoute);
  });
});

describe('a change of one’s factors owes', () => {
  const goals = {
    password: { kind: 'PASSWORD' },
    codes: { kind: 'RECOVERY_CODES' },
    device: { kind: 'DEVICE', authenticator: 'totp' },
    token: { kind: 'CHANNEL', channel: 'TOKEN', authenticator: 'hotp', joinBy: 'REGISTRATION' },
    mail: { kind: 'CHANNEL', channel: 'EMAIL', authenticator: 'email-otp', joinBy: 'RISK_ACCEPTANCE' },
  } as const satisfies Record<string, Goal>;
  const changing = (goal: Goal, change: Partial<Flow> = {}) =>
    flow({ purpose: 'ENROL', goal, channel: 'APP', evidence: by('password', 'totp'), ...change });
  const wanted = (goal: Goal, change: Partial<Flow> = {}) => owed(changing(goal, change), enrol);

  it('password and present factor first, whatever was chosen before (O12)', () => {
    const early = { evidence: by('password'), choice: registering('totp') };
    expect(wanted(goals.device, { evidence: [] })).toEqual(proofs('password'));
    expect(wanted(goals.device, early)).toEqual(proofs('totp', 'recovery-code'));
    expect(hasProvenAgain(changing(goals.device, early), enrol)).toBe(false);
    expect(hasProvenAgain(changing(goals.device), enrol)).toBe(true);
    expect(hasProvenAgain(changing(goals.device, { goal: null }), enrol)).toBe(false);
  });
  it('then the goal’s own steps, and nothing when it was reached (W16)', () => {
    const device = (id: string) => ({ kind: 'DEVICE', authenticators: [id], canSkip: false });
    expect(wanted(goals.password).kind).toBe('NOTHING');
    expect(wanted(goals.codes).kind).toBe('NOTHING');
    expect(wanted(goals.device)).toEqual(device('totp'));
    expect(wanted(goals.token)).toEqual(device('hotp'));
    expect(wanted(goals.token, { choice: registering('totp') })).toEqual(device('hotp'));
    expect(wanted(goals.token, { choice: skipped })).toEqual(device('hotp'));
    const confirmation = { kind: 'CONFIRMATION', authenticator: 'hotp', state: 's' };
    expect(wanted(goals.token, { choice: registering('hotp') })).toEqual(confirmation);
    expect(wanted(goals.mail)).toEqual(risk);
    expect(wanted(goals.mail, { choice: skipped })).toEqual(risk);
    expect(wanted(goals.mail, { choice: accepted })).toEqual(proofs('email-otp'));
    expect(wanted(goals.mail, { choice: accepted, reached: { authenticator: 'email-otp', at: 1 } })).toEqual({
      kind: 'NOTHING',
      route: enrol[0],
    });
  });
  it('the new factor’s proof as its end, not as one more of the present ones', () => {
    const proven = { kind: 'PROVEN', authenticator: 'hotp', at: 7, channel: 'APP' } as const;
    const before = changing(goals.token, { choice: registering('hotp') });
    const reached = advance(before, proven, enrol);
    expect(reached).toEqual({ ...before, version: 2, reached: { authenticator: 'hotp', at: 7 } });
    expect(maySkip(changing(goals.token), enrol)).toBe(false);
    expect(mayRegister(changing(goals.token), enrol, 'hotp')).toBe(true);
    expect(mayRegister(changing(goals.token), enrol, 'totp')).toBe(false);
  });
});

describe('an event', () => {
  const proven = (authenticator: string, channel: Flow['channel'] = null): FlowEvent => ({
    kind: 'PROVEN',
    authenticator,
    at: 5,
    channel,
  });
  const begun = (authenticator: string): FlowEvent => ({ kind: 'DEVICE_BEGUN', authenticator, state: 't' });

  it('of a proof is taken only when asked for, and fixes the channel once', () => {
    expect(advance(flow(), proven('totp'), login)).toBeNull();
    const next = advance(flow(), proven('password', 'APP'), login);
    expect(next).toEqual(flow({ version: 2, evidence: [{ authenticator: 'password', at: 5 }], channel: 'APP' }));
    const kept = advance(afterPassword({ channel: 'EMAIL' }), proven('email-otp', 'APP'), login);
    expect(kept?.channel).toBe('EMAIL');
    expect(kept?.evidence.map(({ authenticator }) => authenticator)).toEqual(['password', 'email-otp']);
  });
  it('of a proof is not taken while a device or the risk is to be decided', () => {
    expect(advance(afterPassword(), proven('totp'), login)).toBeNull();
    expect(advance(afterPassword({ choice: skipped }), proven('email-otp'), login)).toBeNull();
    expect(isAsked({ kind: 'RISK_ACCEPTANCE', authenticator: 'email-otp' }, 'email-otp')).toBe(false);
    expect(advance(afterPassword({ choice: registering('hotp') }), proven('totp'), login)).toBeNull();
    expect(advance(afterPassword({ choice: registering('hotp') }), proven('hotp'), login)).not.toBeNull();
  });
  it('of a challenge follows only where a proof is owed', () => {
    const challenged = { kind: 'CHALLENGED', at: 9 } as const;
    expect(advance(flow(), challenged, login)?.challengedAt).toBe(9);
    expect(advance(afterPassword(), challenged, login)).toBeNull();
  });
  it('of a device follows for who has no channel, until he has completed', () => {
    const choice = { kind: 'REGISTER', authenticator: 'totp', state: 't' };
    for (const before of [null, skipped, accepted, registering('hotp')])
      expect(advance(afterPassword({ choice: before }), begun('totp'), login)?.choice).toEqual(choice);
    expect(advance(afterPassword(), begun('email-otp'), login)).toBeNull();
    expect(advance(afterPassword({ channel: 'APP' }), begun('totp'), login)).toBeNull();
    expect(advance(flow(), begun('password'), login)).toBeNull();
    const done = flow({ evidence: by('password', 'totp'), choice: registering('totp') });
    expect(advance(done, begun('totp'), login)).toBeNull();
  });
  it('of a skip follows only where a device was offered and mail remains (O11)', () => {
    const skip = { kind: 'DEVICE_SKIPPED' } as const;
    expect(advance(afterPassword(), skip, login)?.choice).toEqual(skipped);
    expect(advance(afterPassword({ choice: registering('totp') }), skip, login)?.choice).toEqual(skipped);
    expect(advance(afterPassword({ choice: accepted }), skip, login)).toBeNull();
    expect(advance(afterPassword(), skip, without('email-otp'))).toBeNull();
    expect(advance(afterPassword({ channel: 'APP' }), skip, login)).toBeNull();
    expect(advance(flow(), skip, login)).toBeNull();
    expect(maySkip(flow(), login)).toBe(false);
  });
  it('of an accepted risk follows only where it was shown', () => {
    expect(advance(afterPassword({ choice: skipped }), accepted, login)?.choice).toEqual(accepted);
    expect(advance(afterPassword(), accepted, login)).toBeNull();
    expect(advance(flow(), accepted, login)).toBeNull();
  });
});

describe('the phase of a flow', () => {
  it('is its own to the last millisecond of the grace, then the one in force (domain 8)', () => {
    const begun = flow({ beganAt: 1_000 });
    expect(phaseOfFlow(begun, 'END', 1_500, 500)).toBe('PARALLEL');
    expect(phaseOfFlow(begun, 'END', 1_501, 500)).toBe('END');
  });
});

describe('who may sign in', () => {
  it('is asked for a login and a change of one’s factors, and not for a reset or a step-up (2.2)', () => {
    const may = (purpose: Flow['purpose'], method: Flow['method'], ...permitted: string[]) =>
      mayLogIn({ purpose, method }, { permitted });
    for (const purpose of ['LOGIN', 'ENROL'] as const) {
      expect(may(purpose, 'TWO_FACTOR', 'LOG_IN_BY_TWO_FACTOR')).toBe(true);
      expect(may(purpose, 'TWO_FACTOR', 'LOG_IN_BY_SMARTCARD')).toBe(false);
      expect(may(purpose, 'SMARTCARD', 'LOG_IN_BY_SMARTCARD')).toBe(true);
      expect(may(purpose, 'SMARTCARD')).toBe(false);
    }
    expect(may('RESET', 'TWO_FACTOR')).toBe(true);
    expect(may('STEP_UP', 'SMARTCARD')).toBe(true);
  });
});

describe('a completed login', () => {
  const done = flow({ evidence: by('password', 'totp'), channel: 'APP' });
  it('owes nothing, is a login, and has a person and an application', () => {
    expect(completedLogin(done, login)).toEqual({
      flow: done,
      route: login[1],
      subject: done.subject,
      application: 'CCMS',
    });
    expect(completedLogin({ ...done, evidence: by('password') }, login)).toBeNull();
    expect(completedLogin({ ...done, purpose: 'ENROL' }, login)).toBeNull();
    expect(completedLogin({ ...done, subject: null }, login)).toBeNull();
    expect(completedLogin({ ...done, application: null }, login)).toBeNull();
  });
});
