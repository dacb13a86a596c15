import {
  createAssertionSigner,
  httpTransport,
  type PartName,
  serviceClient,
  type Subgraph,
  type SubgraphClient,
  type SubgraphTransport,
} from '@countersign/platform';
import type { Ground } from './ground.ts';

/** Ways from one part to others over HTTP, each call signed with this process's key. */
export function callsOverHttp(ground: Ground, from: PartName): (to: Subgraph['name']) => SubgraphTransport {
  const { values } = ground.settings;
  const urls = {
    identity: values.COUNTERSIGN_IDENTITY_URL,
    approvals: values.COUNTERSIGN_APPROVALS_URL,
    authentication: values.COUNTERSIGN_AUTHENTICATION_URL,
  };
  const signer = createAssertionSigner({
    privateJwk: values.COUNTERSIGN_ASSERTION_PRIVATE_KEY ?? {},
    issuer: from,
  });
  return (to) => {
    const transport = httpTransport({ url: urls[to] ?? '', audience: to, signer });
    ground.closing.add(`calls to ${to}`, () => transport.close());
    return transport.call;
  };
}

/** A client that speaks as one part. */
export function clientOf(transport: SubgraphTransport, service: PartName): SubgraphClient {
  return serviceClient({ transport, service });
}
