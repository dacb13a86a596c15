import { Fault } from '@countersign/platform';
import type { ErrorCode } from '../error-codes.ts';
import type { Caller, Parts } from '../parts.ts';
import { type OtpChannel, type OtpChannelShown, type Route, mayBeTaken, shownChannel } from '../route-book.ts';
import { begin, routesInForce, subjectOf } from './begin.ts';
import { channelOf, readAccount } from './channel-of.ts';
import type { FlowSubject, Goal } from './flow.ts';
import { mayLogIn } from './may-log-in.ts';
import { refuse } from './refuse.ts';
import type { FlowStep } from './step.ts';

/** What a signed-in person asks to change; an authenticator is named where the channel alone does not tell it. */
export type Wish =
  | { readonly kind: 'CHANNEL'; readonly to: OtpChannelShown; readonly authenticator: string | null }
  | { readonly kind: 'DEVICE'; readonly authenticator: string | null }
  | { readonly kind: 'PASSWORD' }
  | { readonly kind: 'RECOVERY_CODES' };

/**
 * Begins a change of how a person proves himself, inside his session and for that session alone. Neither the session nor a
 * step-up is enough: password and present factor are proven once more before anything (W16, O12).
 */
export async function beginOwnChange(parts: Parts, caller: Caller, wish: Wish): Promise<FlowStep> {
  const { session } = caller;
  if (session === null) throw new Fault('UNAUTHENTICATED', 'Please log in first: this operation needs a session.');
  const standing = await parts.people.byUuid(session.profileUuid);
  const subject = subjectOf(standing);
  const signsIn = { purpose: 'ENROL', method: 'TWO_FACTOR' } as const;
  if (standing === null || subject === null || !mayLogIn(signsIn, standing)) return refuse('OWN_CHANGE_NOT_POSSIBLE');
  const { phase } = standing;
  const routes = await routesInForce(parts, 'ENROL', phase);
  if (routes.length === 0) return refuse('METHOD_NOT_OFFERED');
  const account = await parts.database.read((tx) => readAccount(tx, subject.profileUuid));
  const channel = await channelOf(parts, routes, subject, account);
  if (channel === null) return refuse('NO_SECOND_FACTOR');
  if (!routes.some((route) => mayBeTaken(route, channel))) return refuse('CHANGE_NOT_OFFERED');
  const login = parts.authenticators.routes('LOGIN', phase);
  const goal = await goalOf(parts, { wish, subject, channel, login });
  if (typeof goal === 'string') return refuse(goal);
  return begin(
    parts,
    {
      purpose: 'ENROL',
      phase,
      claimedId: subject.userId,
      subject,
      application: session.application,
      sessionId: session.sessionId,
      sessionMethods: session.methods,
      goal,
    },
    routes,
  );
}

interface Asked {
  readonly wish: Wish;
  readonly subject: FlowSubject;
  readonly channel: OtpChannel;
  /** How people come onto channels. */
  readonly login: readonly Route[];
}

async function goalOf(parts: Parts, asked: Asked): Promise<Goal | ErrorCode> {
  const { wish, channel, login } = asked;
  switch (wish.kind) {
    case 'CHANNEL':
      return channelGoal(parts, asked, wish);
    case 'DEVICE': {
      const own = login.find((route) => route.channel === channel && route.joinBy === 'REGISTRATION')?.proofs.at(-1);
      if (own === undefined || (wish.authenticator ?? own) !== own) return 'CHANGE_NOT_OFFERED';
      return { kind: 'DEVICE', authenticator: own };
    }
    case 'RECOVERY_CODES':
      if (!parts.authenticators.running().some(({ raw }) => raw.issuance !== undefined)) return 'CHANGE_NOT_OFFERED';
      return login.some((route) => route.standsInFor?.includes(channel) === true) ? wish : 'RECOVERY_CODES_USELESS';
    default:
      return wish;
  }
}

async function channelGoal(
  parts: Parts,
  { subject, channel, login }: Asked,
  wish: Wish & { readonly kind: 'CHANNEL' },
): Promise<Goal | ErrorCode> {
  const route = routeWished(login, wish);
  if (route?.channel === undefined || route.joinBy === undefined) return 'CHANGE_NOT_OFFERED';
  if (route.channel === channel) return 'NO_CHANGE';
  const objection = await objectionTo(parts, route, subject);
  if (objection !== null) return objection;
  return { kind: 'CHANNEL', channel: route.channel, authenticator: route.proofs.at(-1) ?? '', joinBy: route.joinBy };
}

/** The one route that the wish means: what it names must be so, and what it leaves out must not be open. */
function routeWished(
  login: readonly Route[],
  { to, authenticator }: Wish & { readonly kind: 'CHANNEL' },
): Route | undefined {
  const meant = login.filter(
    ({ joinBy, channel, proofs }) =>
      joinBy !== undefined &&
      channel !== undefined &&
      shownChannel(channel) === to &&
      (authenticator === null || authenticator === proofs.at(-1)),
  );
  return meant.length === 1 ? meant[0] : undefined;
}

async function objectionTo(parts: Parts, { channel, joinBy }: Route, subject: FlowSubject): Promise<ErrorCode | null> {
  if (joinBy === 'RISK_ACCEPTANCE') return objectionToMail(parts, subject);
  const withheld = channel === 'PASSKEY' && !(await parts.people.isPasskeyAllowed(subject.participant));
  return withheld ? 'CHANGE_NOT_OFFERED' : null;
}

async function objectionToMail(parts: Parts, { email, participant }: FlowSubject): Promise<ErrorCode | null> {
  if (email === null || email === '') return 'EMAIL_REQUIRED';
  return (await parts.people.isEmailOtpAllowed(participant)) ? null : 'EMAIL_OTP_NOT_ALLOWED';
}
