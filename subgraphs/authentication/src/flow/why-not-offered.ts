import type { Phase } from '@countersign/authenticator-kit';
import { type LoginMethod, type Route, routeBook } from '../route-book.ts';
import type { Standing } from '../people.ts';
import type { Application } from './flow.ts';
import { mayLogIn } from './may-log-in.ts';

/** Why a way to sign in is not open. The first two hold for everybody; the others are told to the person and his administrators alone (O8). */
export type WhyNot =
  | 'PHASE'
  | 'AUTHENTICATOR_UNAVAILABLE'
  | 'PROFILE_NOT_USABLE'
  | 'NOT_ENTITLED'
  | 'CREATED_IN_PARALLEL_RUN'
  | 'NO_CARD'
  | 'CARD_EXPIRED'
  | 'NO_EMAIL'
  | 'PASSWORD_DISABLED'
  | 'LOCKED'
  | 'NOT_PERMITTED';

/** What a person can do about each; a phase speaks for itself. */
const texts = {
  AUTHENTICATOR_UNAVAILABLE: 'This way to sign in is out of service at the moment. Please try again later.',
  PROFILE_NOT_USABLE: 'The profile is disabled or outside its dates. A Delegated Administrator can change that.',
  NOT_ENTITLED: 'This user may not use this application.',
  CREATED_IN_PARALLEL_RUN:
    'Newly created users shall use 2FA: profiles created since the parallel run have no smartcard.',
  NO_CARD: 'No smartcard is registered for this user. Sign in with password and one-time code.',
  CARD_EXPIRED: 'The registered smartcard has expired. Sign in with password and one-time code.',
  NO_EMAIL: 'No email address is registered, so no password can be set. A Delegated Administrator can register one.',
  PASSWORD_DISABLED:
    'The password was disabled after too many wrong guesses. Reset it by "Forgot/Reset your Password".',
  LOCKED: 'The user is locked after too many wrong codes. A Delegated Administrator, or HKEX for one, can unlock it.',
  NOT_PERMITTED: 'The permission matrix does not let this user sign in this way at present.',
} as const satisfies Record<Exclude<WhyNot, 'PHASE'>, string>;

const notNow = {
  SMARTCARD: 'Smartcards are no longer accepted. Sign in with password and one-time code.',
  TWO_FACTOR: 'Sign-in with password and one-time code begins with the parallel run. Use your smartcard until then.',
} as const satisfies Record<LoginMethod, string>;

/** The sentence beside a method that is not offered. */
export function whyNotText(reason: WhyNot, method: LoginMethod): string {
  return reason === 'PHASE' ? notNow[method] : texts[reason];
}

/** Why nobody is offered a method now, or null; the routes are those that running authenticators serve. */
export function whyNotForAnybody(method: LoginMethod, phase: Phase, routes: readonly Route[]): WhyNot | null {
  if (routes.some((route) => route.method === method)) return null;
  const booked: readonly Route[] = routeBook.LOGIN[phase];
  return booked.some((route) => route.method === method) ? 'AUTHENTICATOR_UNAVAILABLE' : 'PHASE';
}

/** A person as far as it decides by what he may sign in. */
export interface SigningIn {
  readonly standing: Standing;
  readonly locked: boolean;
  readonly passwordDisabled: boolean;
  readonly now: Date;
}

/** Why one person may not sign in to an application by a method that is offered, or null (W6, W10, W11). */
export function whyNotHim(method: LoginMethod, application: Application, person: SigningIn): WhyNot | null {
  const { standing } = person;
  if (standing.usable !== true) return 'PROFILE_NOT_USABLE';
  if (!standing.applications.includes(application)) return 'NOT_ENTITLED';
  const own = method === 'SMARTCARD' ? withoutCard(person) : withoutFactors(person);
  if (own !== null) return own;
  if (person.locked) return 'LOCKED';
  return mayLogIn({ purpose: 'LOGIN', method }, standing) ? null : 'NOT_PERMITTED';
}

const dayMs = 86_400_000;

function withoutCard({ standing, now }: SigningIn): WhyNot | null {
  if (!standing.smartcardAllowed) return 'CREATED_IN_PARALLEL_RUN';
  if (standing.srn === null) return 'NO_CARD';
  if (standing.certificateExpiry === null) return null;
  // Its last day counts whole, in Hong Kong.
  return now.getTime() >= Date.parse(`${standing.certificateExpiry}T00:00:00+08:00`) + dayMs ? 'CARD_EXPIRED' : null;
}

function withoutFactors({ standing, passwordDisabled }: SigningIn): WhyNot | null {
  if (standing.email === null || standing.email === '') return 'NO_EMAIL';
  return passwordDisabled ? 'PASSWORD_DISABLED' : null;
}
