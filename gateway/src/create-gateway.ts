import { randomUUID } from 'node:crypto';
import { fastify } from 'fastify';
import type { Clock, EventBus, Logger, Mailbox, SubgraphTransport } from '@countersign/platform';
import { addExportRoute } from './exports/add-export-route.ts';
import type { ExportDesk } from './exports/export-desk.ts';
import { type DownloadLimits, downloadLimits, openDownloads } from './exports/open-downloads.ts';
import { apolloDoor } from './federation/apollo-door.ts';
import { federatedExecutor } from './federation/federated-executor.ts';
import { publicApi } from './federation/public-api.ts';
import { answerFailures, sendRefusal } from './http/answer-failures.ts';
import { connectionLimits } from './http/connection-limits.ts';
import { drain } from './http/drain.ts';
import { addGraphqlRoute } from './http/graphql-route.ts';
import { type Readiness, addHealthRoutes } from './http/health-routes.ts';
import { logRequests } from './http/request-log.ts';
import { refuseConnection } from './http/refuse-connection.ts';
import { addSecurityHeaders, doorHeaders } from './http/security-headers.ts';
import { documentGate } from './limits/admit-document.ts';
import { guardedNames } from './limits/guarded-names.ts';
import type { Refusal } from './limits/refusal.ts';
import { type LiveLimits, liveLimits, liveUpdates } from './live/live-updates.ts';
import { addPages } from './pages/add-pages.ts';
import type { AccountLookup, SessionLookup } from './session/identify.ts';
import { sessionCookie } from './session/session-cookie.ts';
import type { GatewaySettings } from './settings.ts';
import {
  addIntrospectionRoute,
  type IntrospectionLimits,
  introspectionLimits,
} from './tokens/add-introspection-route.ts';
import { addKeyRoutes } from './tokens/add-key-routes.ts';
import type { TokenDesk } from './tokens/token-desk.ts';

const BODY_LIMIT = 64 * 1024;
const BAD_ADDRESS: Refusal = { status: 400, code: 'BAD_REQUEST', message: 'The address is not a valid URL.' };

export interface GatewayParts {
  readonly supergraphSdl: string;
  readonly transports: Readonly<Record<string, SubgraphTransport>>;
  readonly sessions: SessionLookup;
  readonly accounts: AccountLookup;
  /** Where live updates learn that something changed. */
  readonly events: Pick<EventBus, 'tail'>;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly settings: GatewaySettings;
  /** Given only when the embedded mailbox runs: then, and only then, its page exists. */
  readonly mailbox?: Pick<Mailbox, 'list'>;
  readonly readiness: Readiness;
  readonly exports: ExportDesk;
  readonly tokens: TokenDesk;
  readonly liveLimits?: Partial<LiveLimits>;
  readonly downloadLimits?: Partial<DownloadLimits>;
  readonly introspectionLimits?: Partial<IntrospectionLimits>;
}

export interface Gateway {
  /** Starts listening and gives the address, e.g. `http://127.0.0.1:4000`. */
  listen(): Promise<string>;
  /** Stops taking requests, lets those under way finish, then ends. */
  close(): Promise<void>;
}

/** Builds the door: one public GraphQL endpoint over the subgraphs, health checks and the start pages. */
export async function createGateway(parts: GatewayParts): Promise<Gateway> {
  const { supergraphSdl, transports, sessions, accounts, logger, settings, readiness } = parts;
  if (settings.production && !settings.cookieSecure)
    throw new Error('In production the session cookie must be Secure: set cookieSecure.');
  if (settings.production && parts.mailbox)
    throw new Error('In production there is no embedded mailbox: its page would show codes.');
  const schema = publicApi(supergraphSdl);
  const executor = federatedExecutor({ supergraphSdl, schema, transports, logger });
  const door = await apolloDoor({
    schema,
    supergraphSdl,
    executor,
    logger,
    production: settings.production,
    requestTimeoutMs: settings.requestTimeoutMs,
  });

  const limits = { ...liveLimits, ...parts.liveLimits };
  const live = liveUpdates({ schema, door, events: parts.events, limits, logger });
  const downloads = openDownloads({ ...downloadLimits, ...parts.downloadLimits });
  const callers = { sessions, accounts };
  const cookie = sessionCookie(settings.cookieSecure);
  const server = fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    requestTimeout: connectionLimits.requestTimeout,
    http: connectionLimits,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { ignoreTrailingSlash: true },
    clientErrorHandler: refuseConnection(settings.production),
    frameworkErrors: (_error, request, reply) =>
      void sendRefusal(
        request,
        reply.headers({ ...doorHeaders(settings.production), 'x-request-id': request.id }),
        BAD_ADDRESS,
      ),
  });
  let draining = false;
  server.removeContentTypeParser('text/plain');
  addSecurityHeaders(server, settings.production);
  logRequests(server, logger);
  answerFailures(server, logger);
  addGraphqlRoute(server, {
    door,
    admit: documentGate(guardedNames(supergraphSdl)),
    callers,
    cookie,
    live,
  });
  addExportRoute(server, { desk: parts.exports, downloads, callers, cookie, logger });
  addIntrospectionRoute(server, {
    tokens: parts.tokens,
    callers,
    cookie,
    clock: parts.clock,
    limits: { ...introspectionLimits, ...parts.introspectionLimits },
  });
  addKeyRoutes(server, { tokens: parts.tokens, clock: parts.clock });
  addHealthRoutes(server, { readiness, draining: () => draining, logger });
  addPages(server, { settings, ...(parts.mailbox && { mailbox: parts.mailbox }) });

  return {
    listen: () => server.listen({ host: settings.host, port: settings.port }),
    async close() {
      draining = true;
      live.close();
      downloads.close();
      await drain(server);
      await downloads.closed();
      await door.stop();
    },
  };
}
