import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault, type Logger } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import { maskedMessage } from '../federation/client-error.ts';
import { type Refusal, refusalBody } from '../limits/refusal.ts';

const BY_FASTIFY_CODE: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'REQUEST_TOO_LARGE', message: errorCodes.REQUEST_TOO_LARGE },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: errorCodes.UNSUPPORTED_MEDIA_TYPE,
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, code: 'BAD_JSON', message: errorCodes.BAD_JSON },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'BAD_JSON', message: errorCodes.BAD_JSON },
};

/** Sends a refusal as JSON. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  request.refusalCode = refusal.code;
  return reply.code(refusal.status).type('application/json; charset=utf-8').send(refusalBody(refusal));
}

function refusalOf(error: FastifyError): Refusal | undefined {
  const known = BY_FASTIFY_CODE[error.code];
  if (known) return known;
  if (error instanceof SyntaxError) return { status: 400, code: 'BAD_JSON', message: errorCodes.BAD_JSON };
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? { status, code: 'BAD_REQUEST', message: errorCodes.BAD_REQUEST } : undefined;
}

/** Gives every failure outside GraphQL a status, a stable code and a sentence, and shows nobody a stack (G8). */
export function answerFailures(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal) return sendRefusal(request, reply, refusal);
    const requestId = request.id;
    if (error instanceof Fault) {
      logger.warn({ requestId, code: error.code, detail: error.detail, err: error.cause }, 'fault');
      request.refusalCode = error.code;
      const status = error.code === 'DEPENDENCY_UNAVAILABLE' ? 503 : 500;
      return reply.code(status).send(refusalBodyOf(error.code, error.message, requestId));
    }
    logger.error({ requestId, err: error }, 'the door failed');
    request.refusalCode = 'INTERNAL_SERVER_ERROR';
    return reply.code(500).send(refusalBodyOf('INTERNAL_SERVER_ERROR', maskedMessage, requestId));
  });
  server.setNotFoundHandler((request, reply) =>
    sendRefusal(request, reply, { status: 404, code: 'NOT_FOUND', message: errorCodes.NOT_FOUND }),
  );
}

function refusalBodyOf(code: string, message: string, requestId: string) {
  return { errors: [{ message, extensions: { code, requestId } }] };
}
