import type { SubgraphContext } from '@countersign/platform';
import type { Caller } from '../parts.ts';

/** Who asks, from the principal that the door or the signed assertion gave; client headers never reach it (G5). */
export function callerOf(context: SubgraphContext): Caller {
  const { principal, reply } = context;
  return { source: principal.source, session: principal.kind === 'session' ? principal : null, reply };
}
