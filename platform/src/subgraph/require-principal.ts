import { Fault } from '../faults/fault.ts';
import type { AccountScope, PartName, ServiceAccountPrincipal, SessionPrincipal } from '../principal/principal.ts';
import type { SubgraphContext } from './subgraph.ts';

/** The live session behind this operation; UNAUTHENTICATED when there is none, FORBIDDEN for a service account. */
export function requireSession({ principal }: SubgraphContext): SessionPrincipal {
  if (principal.kind === 'session') return principal;
  if (principal.kind === 'account') throw new Fault('FORBIDDEN', 'A service account may not do this.');
  throw new Fault('UNAUTHENTICATED', 'Please log in first: this operation needs a session.');
}

/** The live session behind this operation, or the service account to which this scope was given (domain 6). */
export function requireSessionOrAccount(
  context: SubgraphContext,
  scope: AccountScope,
): SessionPrincipal | ServiceAccountPrincipal {
  const { principal } = context;
  if (principal.kind !== 'account') return requireSession(context);
  if (principal.scopes.includes(scope)) return principal;
  throw new Fault('FORBIDDEN', `This service account may not do this: it lacks the scope ${scope}.`);
}

/** Lets only the named parts of Countersign through; everybody else is told that the field does not exist for him. */
export function requireService(context: SubgraphContext, ...allowed: readonly PartName[]): void {
  const { principal } = context;
  if (principal.kind === 'service' && allowed.includes(principal.service)) return;
  throw new Fault('FORBIDDEN', 'This operation is not available.');
}
