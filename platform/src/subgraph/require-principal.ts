import { Fault } from '../faults/fault.ts';
import type { PartName, SessionPrincipal } from '../principal/principal.ts';
import type { SubgraphContext } from './subgraph.ts';

/** The live session behind this operation; UNAUTHENTICATED when there is none. */
export function requireSession(context: SubgraphContext): SessionPrincipal {
  if (context.principal.kind === 'session') return context.principal;
  throw new Fault('UNAUTHENTICATED', 'Please log in first: this operation needs a session.');
}

/** Lets only the named parts of Countersign through; everybody else is told that the field does not exist for him. */
export function requireService(context: SubgraphContext, ...allowed: readonly PartName[]): void {
  const { principal } = context;
  if (principal.kind === 'service' && allowed.includes(principal.service)) return;
  throw new Fault('FORBIDDEN', 'This operation is not available.');
}
