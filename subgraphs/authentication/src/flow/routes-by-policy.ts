import type { Parts } from '../parts.ts';
import type { Route } from '../route-book.ts';
import type { Flow } from './flow.ts';

/**
 * The routes without the one to codes by email, where the clearing house keeps it from a participant's users who have no
 * channel yet (O5). Asked live at each step of an enrolment, and of nobody else: whoever has a channel keeps it.
 */
export async function routesByPolicy(parts: Parts, flow: Flow, routes: readonly Route[]): Promise<readonly Route[]> {
  const { purpose, subject, channel, evidence } = flow;
  if (purpose !== 'LOGIN' || subject === null || channel !== null || evidence.length === 0) return routes;
  if (await parts.people.isEmailOtpAllowed(subject.participant)) return routes;
  return routes.filter((route) => route.joinBy !== 'RISK_ACCEPTANCE');
}
