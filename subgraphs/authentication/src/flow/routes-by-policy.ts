import type { Parts } from '../parts.ts';
import type { Route } from '../route-book.ts';
import type { Flow } from './flow.ts';

/**
 * The routes without the one to codes by email, where the clearing house keeps it from a participant's users who have no
 * channel yet, and no routes at all to who would change to it (O5, W16). Asked live at each step of these, and of nobody
 * else: whoever has a channel keeps it.
 */
export async function routesByPolicy(parts: Parts, flow: Flow, routes: readonly Route[]): Promise<readonly Route[]> {
  const { purpose, subject, channel, evidence, goal } = flow;
  const joins = purpose === 'LOGIN' && channel === null && evidence.length > 0;
  const changes = goal?.kind === 'CHANNEL' && goal.joinBy === 'RISK_ACCEPTANCE';
  if (subject === null || !(joins || changes)) return routes;
  if (await parts.people.isEmailOtpAllowed(subject.participant)) return routes;
  return changes ? [] : routes.filter((route) => route.joinBy !== 'RISK_ACCEPTANCE');
}
