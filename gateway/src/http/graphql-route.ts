import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorCodes } from '../error-codes.ts';
import type { ApolloDoor, DoorRequest } from '../federation/apollo-door.ts';
import type { AdmitDocument } from '../limits/admit-document.ts';
import { LARGEST_BODY_BYTES, USUAL_BODY_BYTES, isUsualBesideFile } from '../limits/body-limits.ts';
import type { Refusal } from '../limits/refusal.ts';
import type { LiveUpdates } from '../live/live-updates.ts';
import { readCredentials } from '../session/credentials.ts';
import { type CallerLookups, identify } from '../session/identify.ts';
import type { SessionCookie } from '../session/session-cookie.ts';
import { sendRefusal } from './answer-failures.ts';
import { answerSubscription } from './answer-subscription.ts';
import type { DoorContext } from './door-context.ts';
import { readBody } from './read-body.ts';
import { requestSource } from './request-source.ts';

const GRAPHQL_PATH = '/graphql';
const OTHER_METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const CROSS_SITE: Refusal = { status: 403, code: 'CROSS_SITE_REQUEST', message: errorCodes.CROSS_SITE_REQUEST };
const WRONG_METHOD: Refusal = { status: 405, code: 'METHOD_NOT_ALLOWED', message: errorCodes.METHOD_NOT_ALLOWED };
const AMBIGUOUS: Refusal = { status: 400, code: 'AMBIGUOUS_CREDENTIALS', message: errorCodes.AMBIGUOUS_CREDENTIALS };

const WRONG_NAME: Refusal = {
  status: 400,
  code: 'BAD_REQUEST',
  message: 'The document has no operation of the name in `operationName`.',
};

const ENCODED: Refusal = {
  status: 415,
  code: 'UNSUPPORTED_MEDIA_TYPE',
  message: 'A compressed body is not read. Send it without `Content-Encoding`.',
};
const TOO_LARGE: Refusal = { status: 413, code: 'REQUEST_TOO_LARGE', message: errorCodes.REQUEST_TOO_LARGE };
/** A body that does not say its length is measured like a large one. */
const mayBeLarge = (length: string | undefined): boolean => length === undefined || Number(length) > USUAL_BODY_BYTES;
const isEncoded = (encoding: string | undefined): boolean => encoding !== undefined && encoding !== 'identity';

export interface GraphqlRoute {
  readonly door: ApolloDoor;
  readonly admit: AdmitDocument;
  readonly callers: CallerLookups;
  readonly cookie: SessionCookie;
  readonly live: LiveUpdates;
}

function setCookie(reply: FastifyReply, context: DoorContext, dead: boolean, cookie: SessionCookie): void {
  const { sessionToken, sessionEnded } = context.reply;
  if (sessionToken !== undefined) reply.header('set-cookie', cookie.set(sessionToken));
  else if (sessionEnded === true || dead) reply.header('set-cookie', cookie.clear());
}

async function answer(
  route: GraphqlRoute,
  parsed: DoorRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { door, admit, callers, cookie } = route;
  const admission = admit(parsed.query);
  if ('code' in admission) return sendRefusal(request, reply, admission);
  if (parsed.operationName !== undefined && parsed.operationName !== admission.operationName) {
    return sendRefusal(request, reply, WRONG_NAME);
  }
  request.operationName = admission.operationName;
  const credentials = readCredentials(request.headers, cookie);
  if (credentials.kind === 'ambiguous') return sendRefusal(request, reply, AMBIGUOUS);
  const source = requestSource(request);
  const identified = await identify(credentials, source, callers);
  const context: DoorContext = { principal: identified.principal, reply: {} };
  if (admission.isSubscription) {
    setCookie(reply, context, identified.deadCookie, cookie);
    return answerSubscription(route, { credentials, source, identified })(parsed, request, reply);
  }
  const { status, body } = await door.answer(parsed, context);
  setCookie(reply, context, identified.deadCookie, cookie);
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(body);
}

/** POST /graphql, and refusals for every other way of asking (G3). */
export function addGraphqlRoute(server: FastifyInstance, route: GraphqlRoute): void {
  server.route({
    method: OTHER_METHODS,
    url: GRAPHQL_PATH,
    onRequest: (request, reply) => void sendRefusal(request, reply.header('allow', 'POST'), WRONG_METHOD),
    handler: () => undefined,
  });
  server.route({
    method: 'POST',
    url: GRAPHQL_PATH,
    bodyLimit: LARGEST_BODY_BYTES,
    onRequest: (request, reply, done) => {
      if (request.headers['sec-fetch-site'] === 'cross-site') return void sendRefusal(request, reply, CROSS_SITE);
      if (isEncoded(request.headers['content-encoding'])) return void sendRefusal(request, reply, ENCODED);
      done();
    },
    handler: (request, reply) => {
      if (mayBeLarge(request.headers['content-length']) && !isUsualBesideFile(request.body))
        return sendRefusal(request, reply, TOO_LARGE);
      const body = readBody(request.body);
      if ('code' in body) return sendRefusal(request, reply, body);
      return answer(route, body, request, reply);
    },
  });
}
