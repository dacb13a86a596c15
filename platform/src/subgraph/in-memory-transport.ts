import type { Subgraph, SubgraphTransport } from './subgraph.ts';

/** Calls a subgraph in the same process: no HTTP, no JSON, no signature, the principal as it is. */
export function inMemoryTransport(subgraph: Pick<Subgraph, 'execute'>): SubgraphTransport {
  return (request, principal) => subgraph.execute(request, principal);
}
