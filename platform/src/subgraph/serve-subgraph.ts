import Fastify, { type FastifyError, type FastifyReply } from 'fastify';
import { Fault } from '../faults/fault.ts';
import type { AssertionVerifier } from '../principal/assertion.ts';
import type { Principal } from '../principal/principal.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Subgraph, SubgraphRequest } from './subgraph.ts';

const BODY_LIMIT = 1024 * 1024;

function asRequest(body: string): SubgraphRequest {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null || typeof (parsed as { query?: unknown }).query !== 'string') {
    throw new Fault('BAD_REQUEST', 'The body must be one GraphQL request.');
  }
  return parsed as SubgraphRequest;
}

/** One answer to everybody without a valid assertion, so that a stranger learns not even what is read here (G4). */
function notAvailable(reply: FastifyReply): FastifyReply {
  return reply.code(401).send({ errors: [{ message: 'Not available.', extensions: { code: 'UNAUTHENTICATED' } }] });
}

/**
 * Serves one subgraph to the other parts. Without a valid assertion every operation, `_service` and `_entities` included,
 * is answered 401 before anything is parsed (G4).
 */
export async function serveSubgraph(options: {
  readonly subgraph: Subgraph;
  readonly verifier: AssertionVerifier;
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
}): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { subgraph, verifier, logger } = options;
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    frameworkErrors: (_error, _request, reply) => void notAvailable(reply),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.get('/livez', () => ({ status: 'live', part: subgraph.name }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await subgraph.ready();
      return { status: 'ready', part: subgraph.name };
    } catch (error) {
      logger.warn({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'not ready', part: subgraph.name });
    }
  });

  app.post<{ Body: string }>('/graphql', async (request, reply) => {
    const assertion = request.headers['x-countersign-assertion'];
    let principal: Principal;
    try {
      principal = await verifier.verify(typeof assertion === 'string' ? assertion : '', request.body);
    } catch (error) {
      logger.warn({ err: error, peer: request.ip }, 'call without a valid assertion');
      return notAvailable(reply);
    }
    return reply.send(await subgraph.execute(asRequest(request.body), principal));
  });
  app.setNotFoundHandler((_request, reply) => notAvailable(reply));
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    logger.warn({ err: error, peer: request.ip }, 'call that could not be answered');
    // A body that is too large or not JSON comes from no part of the house.
    if ((error.statusCode ?? 500) < 500) return notAvailable(reply);
    return reply.code(500).send({ errors: [{ message: 'Failed.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
  });

  await app.listen({ host: options.host, port: options.port });
  const address = app.server.address();
  const port = address === null || typeof address === 'string' ? options.port : address.port;
  return { url: `http://${options.host}:${port}`, close: () => app.close() };
}
