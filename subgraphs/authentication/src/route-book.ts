import type { Phase } from '@countersign/authenticator-kit';

/** What a flow is for. `ENROL`: a signed-in person changes what he proves himself with (W16). */
export type FlowPurpose = 'LOGIN' | 'RESET' | 'STEP_UP' | 'ENROL';
/** The button on the sign-in page (App. B 2). */
export type LoginMethod = 'SMARTCARD' | 'TWO_FACTOR';
/** A channel as people see it. */
export type OtpChannelShown = 'APP' | 'EMAIL' | 'TOKEN' | 'PASSKEY' | 'OTHER';
/** Both of them, in the order in which they are shown. */
export const loginMethods = ['SMARTCARD', 'TWO_FACTOR'] as const satisfies readonly LoginMethod[];
/** What a person's second factor is: an app, mail, a counter-based token, a passkey, or an authenticator of somebody else's making. */
export type OtpChannel = 'APP' | 'EMAIL' | 'TOKEN' | 'PASSKEY' | `OTHER:${string}`;

/** One legal way through a flow: the proofs in the order in which they must be given. */
export interface Route {
  readonly method: LoginMethod;
  readonly proofs: readonly string[];
  /** The channel that a person must have for this route to be his. */
  readonly channel?: OtpChannel;
  /** How a person without any channel comes onto this route: by registering its last proof, or by accepting its risk (W12, W13). */
  readonly joinBy?: 'REGISTRATION' | 'RISK_ACCEPTANCE';
  /** Channels whose holder may take this route when his own device is not at hand; nobody's channel becomes this one. */
  readonly standsInFor?: readonly OtpChannel[];
}

const smartcard: Route = { method: 'SMARTCARD', proofs: ['smartcard'] };
const app: Route = { method: 'TWO_FACTOR', proofs: ['password', 'totp'], channel: 'APP', joinBy: 'REGISTRATION' };
const email: Route = {
  method: 'TWO_FACTOR',
  proofs: ['password', 'email-otp'],
  channel: 'EMAIL',
  joinBy: 'RISK_ACCEPTANCE',
};
const token: Route = {
  method: 'TWO_FACTOR',
  proofs: ['password', 'hotp'],
  channel: 'TOKEN',
  joinBy: 'REGISTRATION',
};
const passkey: Route = {
  method: 'TWO_FACTOR',
  proofs: ['password', 'passkey'],
  channel: 'PASSKEY',
  joinBy: 'REGISTRATION',
};
const recovery: Route = {
  method: 'TWO_FACTOR',
  proofs: ['password', 'recovery-code'],
  standsInFor: ['APP', 'TOKEN', 'PASSKEY'],
};
const mailedCode: Route = { method: 'TWO_FACTOR', proofs: ['email-otp'] };
const appCode: Route = { method: 'TWO_FACTOR', proofs: ['totp'] };
const tokenCode: Route = { method: 'TWO_FACTOR', proofs: ['hotp'] };
const passkeyAlone: Route = { method: 'TWO_FACTOR', proofs: ['passkey'] };

/** Password and present factor once more: nobody comes onto a channel by proving again (W16). */
const again = [app, token, passkey, email, recovery].map(withoutJoining);

/** Purpose x phase -> ordered routes. The whole migration of the login is this table (design 5). */
export const routeBook = {
  LOGIN: {
    PRE_PARALLEL: [smartcard],
    PARALLEL: [smartcard, app, token, passkey, email, recovery],
    END: [app, token, passkey, email, recovery],
  },
  RESET: { PRE_PARALLEL: [], PARALLEL: [mailedCode], END: [mailedCode] },
  STEP_UP: {
    PRE_PARALLEL: [smartcard],
    PARALLEL: [smartcard, appCode, tokenCode, passkeyAlone, mailedCode],
    END: [appCode, tokenCode, passkeyAlone, mailedCode],
  },
  ENROL: { PRE_PARALLEL: [], PARALLEL: again, END: again },
} as const satisfies Record<FlowPurpose, Record<Phase, readonly Route[]>>;

/** What a phase cuts off at once: nothing drains, and sessions that it opened end (W21 a, domain 8). */
const cutOff: Readonly<Partial<Record<Phase, readonly string[]>>> = { END: ['smartcard'] };

/** Whether the phase in force refuses this authenticator from its first instant on, in flows begun before as well. */
export function isCutOff(id: string, inForce: Phase): boolean {
  return cutOff[inForce]?.includes(id) === true;
}

/** Whether any phase cuts this authenticator off, so that the phase in force must be asked whenever it is used. */
export function isEverCutOff(id: string): boolean {
  return Object.values(cutOff).some((ids) => ids.includes(id));
}

/** The routes of a purpose in a phase that the installed authenticators can serve, in the book's order. */
export function routesFor(purpose: FlowPurpose, phase: Phase, serves: (id: string) => boolean): readonly Route[] {
  const routes: readonly Route[] = routeBook[purpose][phase];
  return routes.filter((route) => route.proofs.every(serves));
}

const booked: ReadonlySet<string> = new Set(
  Object.values(routeBook).flatMap((byPhase) =>
    Object.values(byPhase).flatMap((routes: readonly Route[]) => routes.flatMap((route) => route.proofs)),
  ),
);

/** The way through a flow by an authenticator that the book does not know: after the password, on a channel of its own. */
export function routeBeyondTheBook(
  purpose: FlowPurpose,
  other: { readonly id: string; readonly registers: boolean },
): Route | null {
  if (booked.has(other.id) || purpose === 'RESET') return null;
  if (purpose === 'STEP_UP') return { method: 'TWO_FACTOR', proofs: [other.id] };
  const channel: OtpChannel = `OTHER:${other.id}`;
  const route: Route = { method: 'TWO_FACTOR', proofs: ['password', other.id], channel };
  return other.registers && purpose !== 'ENROL' ? { ...route, joinBy: 'REGISTRATION' } : route;
}

function withoutJoining({ joinBy: _joinBy, ...route }: Route): Route {
  return route;
}

/** Whether this authenticator only takes the place of a device that is not at hand: it is shown to those who hold it. */
export function standsIn(routes: readonly Route[], id: string): boolean {
  return routes.some((route) => route.standsInFor !== undefined && route.proofs.at(-1) === id);
}

/** Whether the holder of a channel may take this route, by his own factor or by what stands in for it. */
export function mayBeTaken(route: Route, channel: OtpChannel): boolean {
  return route.channel === channel || route.standsInFor?.includes(channel) === true;
}

/** Whether an accepted proof of this authenticator shows that the person reads his registered mailbox (domain 8, "typo in email"). */
export function provesMailbox(id: string): boolean {
  return id === 'email-otp';
}

/** A channel as it is shown: authenticators of somebody else's making are all "other". */
export function shownChannel(channel: OtpChannel): OtpChannelShown {
  switch (channel) {
    case 'APP':
    case 'EMAIL':
    case 'TOKEN':
    case 'PASSKEY':
      return channel;
    default:
      return 'OTHER';
  }
}
