import type { Phase } from '@countersign/authenticator-kit';

/** What a flow is for. */
export type FlowPurpose = 'LOGIN' | 'RESET' | 'STEP_UP';
/** The button on the sign-in page (App. B 2). */
export type LoginMethod = 'SMARTCARD' | 'TWO_FACTOR';
/** Where a person's one-time codes come from. */
export type OtpChannel = 'APP' | 'EMAIL';

/** One legal way through a flow: the proofs in the order in which they must be given. */
export interface Route {
  readonly method: LoginMethod;
  readonly proofs: readonly string[];
  /** The channel that a person must have for this route to be his. */
  readonly channel?: OtpChannel;
  /** How a person without any channel comes onto this route: by registering its last proof, or by accepting its risk (W12, W13). */
  readonly joinBy?: 'REGISTRATION' | 'RISK_ACCEPTANCE';
}

const smartcard: Route = { method: 'SMARTCARD', proofs: ['smartcard'] };
const app: Route = { method: 'TWO_FACTOR', proofs: ['password', 'totp'], channel: 'APP', joinBy: 'REGISTRATION' };
const email: Route = {
  method: 'TWO_FACTOR',
  proofs: ['password', 'email-otp'],
  channel: 'EMAIL',
  joinBy: 'RISK_ACCEPTANCE',
};
const mailedCode: Route = { method: 'TWO_FACTOR', proofs: ['email-otp'] };
const appCode: Route = { method: 'TWO_FACTOR', proofs: ['totp'] };

/** Purpose x phase -> ordered routes. The whole migration of the login is this table (design 5). */
export const routeBook = {
  LOGIN: { PRE_PARALLEL: [smartcard], PARALLEL: [smartcard, app, email], END: [app, email] },
  RESET: { PRE_PARALLEL: [], PARALLEL: [mailedCode], END: [mailedCode] },
  STEP_UP: {
    PRE_PARALLEL: [smartcard],
    PARALLEL: [smartcard, appCode, mailedCode],
    END: [appCode, mailedCode],
  },
} as const satisfies Record<FlowPurpose, Record<Phase, readonly Route[]>>;

/** The routes of a purpose in a phase that the installed authenticators can serve, in the book's order. */
export function routesFor(purpose: FlowPurpose, phase: Phase, serves: (id: string) => boolean): readonly Route[] {
  const routes: readonly Route[] = routeBook[purpose][phase];
  return routes.filter((route) => route.proofs.every(serves));
}

/** Whether an accepted proof of this authenticator shows that the person reads his registered mailbox (domain 8, "typo in email"). */
export function provesMailbox(id: string): boolean {
  return id === 'email-otp';
}
