import type { FlowView } from '@countersign/authenticator-kit';
import type { GuardedAuthenticator } from '../install/guard.ts';
import type { Parts } from '../parts.ts';
import { type Route, standsIn } from '../route-book.ts';
import { advance } from './advance.ts';
import type { Flow } from './flow.ts';
import type { OpenFlow } from './flow-store.ts';
import { newPasswordRules } from './new-password-rules.ts';
import { owed } from './owed.ts';
import { refuse, refuseWith } from './refuse.ts';
import { riskWarning } from './risk-warning.ts';
import type { FlowHandle, FlowRefused, FlowStep, Offer } from './step.ts';

/** The flow as a plugin may see it. */
export function flowView(flow: Flow): FlowView {
  const { id, claimedId, purpose, expiresAt } = flow;
  return { id, claimedId, purpose, expiresAt: new Date(expiresAt) };
}

/** The flow as its client holds it. */
export function flowHandle(open: OpenFlow): FlowHandle {
  return { id: open.token, expiresAt: new Date(open.flow.expiresAt) };
}

/** Stores where the flow stands now, issues the challenge that the next proof needs, and says what is wanted next. */
export async function carryOn(parts: Parts, open: OpenFlow, next: Flow, routes: readonly Route[]): Promise<FlowStep> {
  const rest = owed(next, routes);
  if (rest.kind === 'PROOFS') return offerProofs(parts, open, next, { routes, authenticators: rest.authenticators });
  const saved = next === open.flow ? open : await parts.flows.save(open, next);
  if (saved === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  const flow = flowHandle(saved);
  switch (rest.kind) {
    case 'DEVICE':
      return {
        __typename: 'DeviceRegistrationOffered',
        flow,
        authenticators: rest.authenticators,
        canSkip: rest.canSkip,
        message: deviceMessage(next),
      };
    case 'RISK_ACCEPTANCE':
      return { __typename: 'RiskWarning', flow, warningVersion: riskWarning.version, text: riskWarning.text };
    case 'NOTHING':
      if (next.purpose === 'RESET' || next.goal?.kind === 'PASSWORD')
        return { __typename: 'NewPasswordRequired', flow, rules: newPasswordRules(parts) };
      return refuse('FLOW_STEP_NOT_EXPECTED');
    default:
      return refuse('METHOD_NOT_OFFERED');
  }
}

interface Wanted {
  readonly routes: readonly Route[];
  readonly authenticators: readonly string[];
}

async function offerProofs(parts: Parts, open: OpenFlow, next: Flow, wanted: Wanted): Promise<FlowStep> {
  const { offers, flow, refusal } = await issueChallenges(parts, next, wanted);
  if (offers.length === 0) return refuse('METHOD_NOT_OFFERED');
  const saved = flow === open.flow ? open : await parts.flows.save(open, flow);
  if (saved === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  return refusal ?? { __typename: 'ProofsOffered', flow: flowHandle(saved), offers, message: sentence(offers) };
}

async function issueChallenges(parts: Parts, next: Flow, wanted: Wanted) {
  const offers: Offer[] = [];
  let flow = next;
  let refusal: FlowRefused | null = null;
  for (const id of wanted.authenticators) {
    const authenticator = parts.authenticators.get(id);
    if (authenticator === null || !(await holds(wanted.routes, authenticator, next))) continue;
    const outcome = await authenticator.challenge(flowView(next), next.subject, true);
    if (outcome?.outcome === 'refused') refusal = refuseWith(outcome.code, outcome.message, outcome.retryAfterMs);
    if (outcome?.outcome === 'issued') {
      flow = advance(flow, { kind: 'CHALLENGED', at: outcome.challenge.issuedAt.getTime() }, wanted.routes) ?? flow;
      offers.push(offer(id, authenticator.manifest.graphql.challengeType, outcome.challenge));
    } else offers.push({ authenticator: id, challenge: null });
  }
  return { offers, flow, refusal };
}

/** What stands in for a device is offered to who has some of it; everything else is offered to everybody alike (O8). */
async function holds(routes: readonly Route[], authenticator: GuardedAuthenticator, flow: Flow): Promise<boolean> {
  if (flow.subject === null || !standsIn(routes, authenticator.manifest.id)) return true;
  return authenticator.enrolled(flow.subject);
}

/** A challenge under its plugin's own type name. */
export function offer(
  authenticator: string,
  challengeType: string | undefined,
  challenge: Readonly<Record<string, unknown>>,
): Offer {
  return { authenticator, challenge: challengeType === undefined ? null : { ...challenge, __typename: challengeType } };
}

function deviceMessage({ goal }: Flow): string {
  return goal === null
    ? 'Register a device: an authenticator app on your phone will then show the codes for signing in.'
    : 'Register the new device. What you sign in with now keeps working until the new one is confirmed.';
}

/** What the person is asked to do, by what is offered. */
export function sentence(offers: readonly Offer[]): string {
  const asked = offers.map((one) => one.authenticator);
  const known = asked.map((id) => sentences[id]).find((text) => text !== undefined);
  return known ?? 'Answer with the second factor that is offered.';
}

/** What to do, by what is asked for first. */
const sentences: Readonly<Record<string, string>> = {
  smartcard: 'Insert your smartcard and enter its PIN where the card agent asks for it.',
  password: 'Enter your password.',
  'email-otp':
    'If this user can receive one, a code was sent to the registered email address. Enter it before it expires.',
  totp: 'Enter the code that your authenticator app shows.',
  hotp: 'Enter the next code of your token.',
  passkey: 'Confirm with your passkey where your device asks for it.',
};
