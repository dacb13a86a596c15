import type { FastifyInstance } from 'fastify';
import type { Logger } from '@countersign/platform';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the GraphQL route: the client's name for its operation, or null. Its variables are never kept. */
    operationName: string | null;
    /** Stable codes of the errors answered with, for the log. */
    refusalCode: string | null;
  }
}

/** One structured line per request, without query text, variables, cookies or query string. */
export function logRequests(server: FastifyInstance, logger: Logger): void {
  server.decorateRequest('operationName', null);
  server.decorateRequest('refusalCode', null);
  server.addHook('onResponse', (request, reply, done) => {
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        ...(request.operationName !== null && { operation: request.operationName }),
        ...(request.refusalCode !== null && { code: request.refusalCode }),
      },
      'request',
    );
    done();
  });
}
