import type { Phase } from '@countersign/authenticator-kit';
import type { Goal } from '../flow/flow.ts';
import type { FlowPurpose, OtpChannel } from '../route-book.ts';

/** Everything that somebody can prove himself with, one of others' making included. */
export const proofs = [
  'password',
  'totp',
  'hotp',
  'passkey',
  'email-otp',
  'recovery-code',
  'smartcard',
  'paper-list',
] as const;
/** One of them. */
export type Proof = (typeof proofs)[number];
/** Whose factor is which, as domain W10-W16 has it and not as the route book does. */
export const factor: Readonly<Record<OtpChannel, Proof>> = {
  APP: 'totp',
  TOKEN: 'hotp',
  PASSKEY: 'passkey',
  EMAIL: 'email-otp',
  'OTHER:paper-list': 'paper-list',
};
const registrable: readonly Proof[] = ['totp', 'hotp', 'passkey', 'paper-list'];
const hasStandIn: readonly (OtpChannel | null)[] = ['APP', 'TOKEN', 'PASSKEY'];

/** Somebody, as the walk finds him; nothing of it changes while he walks. */
export interface Somebody {
  readonly phase: Phase;
  readonly channel: OtpChannel | null;
  readonly opened: Proof;
}
/** What a flow is for. */
export type Kind = {
  readonly purpose: FlowPurpose;
  readonly method: 'SMARTCARD' | 'TWO_FACTOR';
  readonly goal: Goal | null;
};
/** What somebody does in a flow. */
export type Deed =
  | { readonly do: 'prove'; readonly what: Proof }
  | { readonly do: 'register'; readonly what: Proof }
  | { readonly do: 'skip' | 'accept' | 'challenge' };
/** Where a flow stands: what was proven, and what he chose; `done` is what opens a session or lets a factor or password change. */
export interface Stand {
  readonly password: boolean;
  readonly again: boolean;
  readonly chose: 'nothing' | 'skip' | 'risk' | Proof;
  readonly done: boolean;
}
/** Where every flow begins. */
export const beginning: Stand = { password: false, again: false, chose: 'nothing', done: false };
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

/** The step that the rules allow from here, or null: the whole of the login, reset, enrol and self-service machines (O10). */
export function allowed(kind: Kind, who: Somebody, stand: Stand, deed: Deed): Stand | null {
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
