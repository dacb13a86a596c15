import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@countersign/platform';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the GraphQL route: the client's name for its operation, or null. Its variables are never kept. */
    operationName: string | null;
    /** Stable codes of the errors answered with, for the log. */
    refusalCode: string | null;
  }
}

/**
 * One structured line per request, without query text, variables, cookies or query string. An answer that did not reach
 * its end, because either side gave it up, says so.
 */
export function logRequests(server: FastifyInstance, logger: Logger): void {
  server.decorateRequest('operationName', null);
  server.decorateRequest('refusalCode', null);
  const log = (request: FastifyRequest, reply: FastifyReply, message: string): void => {
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        path: pathOf(request),
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        ...(request.operationName !== null && { operation: request.operationName }),
        ...(request.refusalCode !== null && { code: request.refusalCode }),
      },
      message,
    );
  };
  server.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) log(request, reply, 'request given up');
    });
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    if (reply.raw.writableFinished) log(request, reply, 'request');
    done();
  });
}

/** The address without its query string; of an address with a parameter the pattern, for a ticket is a secret while it lives. */
function pathOf({ url, params, routeOptions }: FastifyRequest): string {
  const hasParameters = Object.keys((params ?? {}) as object).length > 0;
  return (hasParameters ? routeOptions.url : undefined) ?? url.split('?', 1)[0] ?? '';
}
