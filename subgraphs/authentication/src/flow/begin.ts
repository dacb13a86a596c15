import type { Phase } from '@countersign/authenticator-kit';
import type { Parts } from '../parts.ts';
import { cardOfStanding, type Standing } from '../people.ts';
import type { FlowPurpose, Route } from '../route-book.ts';
import { carryOn } from './carry-on.ts';
import type { Flow, FlowSubject } from './flow.ts';
import type { FlowStep } from './step.ts';

type Beginning = Partial<Pick<Flow, 'method' | 'application' | 'delivery' | 'sessionId' | 'sessionMethods' | 'goal'>> &
  Pick<Flow, 'claimedId' | 'subject' | 'phase'> & { readonly purpose: FlowPurpose };

/** Starts a flow and offers its first proofs; the routes were found for the phase read just now. */
export async function begin(parts: Parts, beginning: Beginning, routes: readonly Route[]): Promise<FlowStep> {
  const now = parts.clock.now().getTime();
  const open = await parts.flows.create({
    method: 'TWO_FACTOR',
    application: null,
    delivery: 'COOKIE',
    sessionId: null,
    sessionMethods: [],
    goal: null,
    ...beginning,
    beganAt: now,
    expiresAt: now + parts.policy.flowLifetimeMs,
    evidence: [],
    reached: null,
    channel: null,
    choice: null,
    lastSource: null,
    passwordChosenAt: null,
    factorVersion: 0,
    challengedAt: null,
  });
  return carryOn(parts, open, open.flow, routes);
}

/** The person behind an ID, or null for everybody who could not complete anyway: the flow is then a decoy (O8). */
export function subjectOf(standing: Standing | null): FlowSubject | null {
  if (standing === null || standing.usable !== true) return null;
  const { profileUuid, userId, participant, email } = standing;
  return { profileUuid, userId, participant, email, card: cardOfStanding(standing) };
}

/** The routes of a purpose in the phase in force, after the set of authenticators has followed it. */
export async function routesInForce(parts: Parts, purpose: FlowPurpose, phase: Phase): Promise<readonly Route[]> {
  await parts.authenticators.follow(phase);
  return parts.authenticators.routes(purpose, phase);
}
