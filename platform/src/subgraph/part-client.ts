import { Fault } from '../faults/fault.ts';
import type { PartName, ServicePrincipal } from '../principal/principal.ts';
import type { SubgraphClient, SubgraphTransport } from './subgraph.ts';

/** A client that speaks as one part of Countersign to another. */
export function serviceClient(options: {
  readonly transport: SubgraphTransport;
  readonly service: PartName;
}): SubgraphClient {
  const principal: ServicePrincipal = {
    kind: 'service',
    service: options.service,
    source: { address: 'internal', userAgent: `countersign/${options.service}`, requestId: 'internal' },
  };
  return {
    async request<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
      const result = await options.transport({ query, variables }, principal);
      const [error] = result.errors ?? [];
      if (error) {
        throw new Fault(String(error.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR'), error.message, {
          detail: error.path,
        });
      }
      return result.data as T;
    },
  };
}
