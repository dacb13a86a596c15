import type { Phase } from '@countersign/authenticator-kit';
import type { Caller, Parts } from '../parts.ts';
import { type Route, isEverCutOff } from '../route-book.ts';
import type { Flow } from './flow.ts';
import type { OpenFlow } from './flow-store.ts';
import { type Owed, owed } from './owed.ts';
import { phaseOfFlow } from './phase-of-flow.ts';
import { routesByPolicy } from './routes-by-policy.ts';

/** A flow as a request finds it: where it stands and which routes are open to it. */
export interface FoundFlow {
  readonly open: OpenFlow;
  readonly routes: readonly Route[];
  readonly owed: Owed;
  /** The phase that the flow goes by: the one it began in, for a while. */
  readonly phase: Phase;
}

/** Null when there is no such flow for this caller: a step-up belongs to its session alone. */
export async function findFlow(parts: Parts, caller: Caller, token: string): Promise<FoundFlow | null> {
  const open = await parts.flows.load(token);
  if (open === null) return null;
  const { flow } = open;
  if (flow.sessionId !== null && flow.sessionId !== caller.session?.sessionId) return null;
  const now = parts.clock.now().getTime();
  let phase = flow.phase;
  if (now - flow.beganAt > parts.policy.phaseGraceMs || mayBeCutOff(flow)) {
    const inForce = await parts.people.phase();
    await parts.authenticators.follow(inForce);
    phase = phaseOfFlow(flow, inForce, now, parts.policy.phaseGraceMs);
  }
  const routes = await routesByPolicy(parts, flow, parts.authenticators.routes(flow.purpose, phase));
  return { open, routes, owed: owed(flow, routes), phase };
}

/** Such a flow may not go on in the phase that it began in: a plugin that is cut off is in no route from then on (W21 a). */
function mayBeCutOff(flow: Flow): boolean {
  return flow.method === 'SMARTCARD' || flow.sessionMethods.some(isEverCutOff);
}
