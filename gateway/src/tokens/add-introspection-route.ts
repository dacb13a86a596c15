import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, ServiceAccountPrincipal, Source } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import { sendRefusal } from '../http/answer-failures.ts';
import { requestSource } from '../http/request-source.ts';
import type { Refusal } from '../limits/refusal.ts';
import { readCredentials } from '../session/credentials.ts';
import { type CallerLookups, identify } from '../session/identify.ts';
import type { SessionCookie } from '../session/session-cookie.ts';
import { rateWindow } from './rate-window.ts';
import type { TokenDesk, TokenQuestion } from './token-desk.ts';

export const INTROSPECTION_PATH = '/introspect';
const FORM = 'application/x-www-form-urlencoded';
const BODY_LIMIT = 8 * 1024;
const OTHER_METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Longer than any token of ours; what is longer is none, and need not be looked at. */
const LONGEST_TOKEN = 4_096;

const refusal = (status: number, code: Refusal['code'], message: string = errorCodes[code]): Refusal => ({
  status,
  code,
  message,
});
const ONLY_POST = refusal(405, 'METHOD_NOT_ALLOWED', 'Introspection is asked for by POST alone.');
const ONLY_FORM = refusal(415, 'UNSUPPORTED_MEDIA_TYPE', `Introspection is asked for as ${FORM}.`);
const TOO_LARGE = refusal(
  413,
  'REQUEST_TOO_LARGE',
  'An introspection request holds at most 8 KiB. Send the token alone.',
);
const NO_TOKEN = refusal(400, 'BAD_REQUEST', 'The form holds no `token`, or more than one.');
const NO_ACCOUNT = refusal(401, 'UNAUTHENTICATED', 'Introspection needs the token of a service account, as a bearer.');

/** How many questions one account may ask a minute, and how many strangers of one address are looked up, of one door. */
export interface IntrospectionLimits {
  readonly perAccount: number;
  readonly strangersPerAddress: number;
}

export const introspectionLimits: IntrospectionLimits = { perAccount: 12_000, strangersPerAddress: 120 };

export interface IntrospectionRoute {
  readonly tokens: TokenDesk;
  readonly callers: CallerLookups;
  readonly cookie: SessionCookie;
  readonly clock: Clock;
  readonly limits: IntrospectionLimits;
}

function questionIn(form: URLSearchParams): TokenQuestion | null {
  const [token = '', ...more] = form.getAll('token');
  if (token === '' || more.length > 0) return null;
  return { token, isUserActive: form.get('user_active') === 'true' };
}

/** The account behind the bearer token and no other credential: a browser's cookie asks nothing here. */
async function accountOf(
  { callers, cookie }: IntrospectionRoute,
  { headers: { authorization } }: FastifyRequest,
  source: Source,
): Promise<ServiceAccountPrincipal | null> {
  const credentials = readCredentials({ authorization }, cookie);
  if (credentials.kind !== 'account-token') return null;
  const { principal } = await identify(credentials, source, callers);
  return principal.kind === 'account' ? principal : null;
}

/**
 * POST /introspect (RFC 7662): a service account of that scope learns whether a token stands for a living session now. All
 * that is not so is answered alike, nothing is kept, and each side of the door is limited.
 */
export function addIntrospectionRoute(server: FastifyInstance, route: IntrospectionRoute): void {
  const accounts = rateWindow(route.limits.perAccount, route.clock);
  const strangers = rateWindow(route.limits.strangersPerAddress, route.clock);
  const tooMany = (request: FastifyRequest, reply: FastifyReply) =>
    sendRefusal(request, reply.header('retry-after', '60'), refusal(429, 'TOO_MANY_INTROSPECTIONS'));

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (typeof request.body !== 'string') return sendRefusal(request, reply, ONLY_FORM);
    const source = requestSource(request);
    if (!strangers.hasRoom(source.address)) return tooMany(request, reply);
    const account = await accountOf(route, request, source);
    if (account === null) {
      strangers.take(source.address);
      return sendRefusal(request, reply.header('www-authenticate', 'Bearer'), NO_ACCOUNT);
    }
    if (!account.scopes.includes('INTROSPECTION')) return sendRefusal(request, reply, refusal(403, 'FORBIDDEN'));
    if (!accounts.take(account.accountId)) return tooMany(request, reply);
    const question = questionIn(new URLSearchParams(request.body));
    if (question === null) return sendRefusal(request, reply, NO_TOKEN);
    const claims = question.token.length > LONGEST_TOKEN ? null : await route.tokens.introspect(question, account);
    return reply
      .type('application/json; charset=utf-8')
      .send(claims === null ? { active: false } : { active: true, ...claims });
  }

  server.route({
    method: OTHER_METHODS,
    url: INTROSPECTION_PATH,
    onRequest: (request, reply) => void sendRefusal(request, reply.header('allow', 'POST'), ONLY_POST),
    handler: () => undefined,
  });
  // In a scope of its own: nowhere else is a form read.
  void server.register((scope, _options, done) => {
    scope.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, parsed) =>
      parsed(null, body),
    );
    // Any other failure is thrown on to the door's own handler.
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
      return sendRefusal(request, reply, TOO_LARGE);
    });
    scope.route({ method: 'POST', url: INTROSPECTION_PATH, bodyLimit: BODY_LIMIT, handler: answer });
    done();
  });
}
