import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault, type Logger, type Principal, sha256 } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import { sendRefusal } from '../http/answer-failures.ts';
import { requestSource } from '../http/request-source.ts';
import { type Refusal, refusalBody } from '../limits/refusal.ts';
import { readCredentials } from '../session/credentials.ts';
import { type CallerLookups, identify } from '../session/identify.ts';
import type { SessionCookie } from '../session/session-cookie.ts';
import { type ExportDesk, type ExportOwner, ownerUuidOf } from './export-desk.ts';
import type { OpenDownloads } from './open-downloads.ts';
import { sendExport } from './send-export.ts';

const PATH = '/exports/:ticket';
const OTHER_METHODS = ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const TICKET = /^[A-Za-z0-9_-]{43}$/;

const refusal = (status: number, code: Refusal['code'], message: string = errorCodes[code]): Refusal => ({
  status,
  code,
  message,
});
const INVALID = refusal(404, 'EXPORT_TICKET_INVALID');
const ONLY_GET = refusal(405, 'METHOD_NOT_ALLOWED', 'A file is fetched by GET, once.');
const AHEAD = refusal(400, 'BAD_REQUEST', 'A file is not fetched before somebody asks for it: its ticket works once.');

/** HTTP status of a refusal that a part gives at the first page; the answer holds nothing else. */
const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  INVALID_INPUT: 400,
  INVALID_OPTION: 400,
  PARTICIPANT_UNKNOWN: 400,
  DEPENDENCY_UNAVAILABLE: 503,
  TOO_BUSY: 429,
  INTERNAL_SERVER_ERROR: 500,
};

export interface ExportRoute {
  readonly desk: ExportDesk;
  readonly downloads: OpenDownloads;
  readonly callers: CallerLookups;
  readonly cookie: SessionCookie;
  readonly logger: Logger;
}

function asOwner(principal: Principal): ExportOwner | null {
  return principal.kind === 'session' || principal.kind === 'account' ? principal : null;
}

function unwanted({ headers }: FastifyRequest): Refusal | undefined {
  if (headers['sec-fetch-site'] === 'cross-site') return refusal(403, 'CROSS_SITE_REQUEST');
  const purpose = `${String(headers['sec-purpose'])} ${String(headers['purpose'])}`;
  return purpose.includes('prefetch') ? AHEAD : undefined;
}

async function download(
  { desk, downloads, callers, cookie, logger }: ExportRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const credentials = readCredentials(request.headers, cookie);
  if (credentials.kind === 'ambiguous') return sendRefusal(request, reply, refusal(400, 'AMBIGUOUS_CREDENTIALS'));
  const source = requestSource(request);
  const { principal, deadCookie } = await identify(credentials, source, callers);
  if (deadCookie) reply.header('set-cookie', cookie.clear());
  const owner = asOwner(principal);
  if (owner === null) return sendRefusal(request, reply, refusal(401, 'UNAUTHENTICATED'));
  const { ticket = '' } = request.params as { ticket?: string };
  if (!TICKET.test(ticket)) return sendRefusal(request, reply, INVALID);

  const ownerUuid = ownerUuidOf(owner);
  const place = downloads.takePlace(ownerUuid);
  if (place === null) return sendRefusal(request, reply, refusal(429, 'TOO_MANY_EXPORTS'));
  const digest = sha256(ticket);
  const order = await desk.redeem(digest, owner).catch((error: unknown) => {
    place.leave();
    throw error;
  });
  if (order === null) {
    place.leave();
    return sendRefusal(request, reply, INVALID);
  }
  const again = async (): Promise<ExportOwner | null> => {
    const now = asOwner((await identify(credentials, source, callers, 'WATCH')).principal);
    return now !== null && ownerUuidOf(now) === ownerUuid ? now : null;
  };
  const { stalledMs } = downloads.limits;
  return sendExport({ desk, logger }, { digest, order, owner, again, place, stalledMs }, reply);
}

/** GET /exports/:ticket: one file for one ticket, for its owner alone. No other verb touches a ticket. */
export function addExportRoute(server: FastifyInstance, route: ExportRoute): void {
  server.route({
    method: OTHER_METHODS,
    url: PATH,
    onRequest: (request, reply) => void sendRefusal(request, reply.header('allow', 'GET'), ONLY_GET),
    handler: () => undefined,
  });
  server.route({
    method: 'GET',
    url: PATH,
    exposeHeadRoute: false,
    async handler(request, reply) {
      const refused = unwanted(request);
      if (refused) return sendRefusal(request, reply, refused);
      try {
        return await download(route, request, reply);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        route.logger.warn({ requestId: request.id, code: error.code, detail: error.detail, err: error.cause }, 'fault');
        request.refusalCode = error.code;
        const body = refusalBody({ code: error.code as Refusal['code'], message: error.message }, error.publicDetails);
        return reply
          .code(STATUS[error.code] ?? 403)
          .type('application/json; charset=utf-8')
          .send(body);
      }
    },
  });
}
