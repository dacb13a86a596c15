import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Logger } from '@countersign/platform';
import type { DoorContext } from '../http/door-context.ts';
import { documentLimits } from '../limits/judge-document.ts';
import { recentCache } from '../limits/recent-cache.ts';
import { withinDeadline } from '../limits/within-deadline.ts';
import { doorFormat } from './door-format.ts';
import { timedOut } from './client-error.ts';

/** One GraphQL request as the route read it: nothing of the client's headers goes on. */
export interface DoorRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

interface DoorAnswer {
  readonly status: number;
  readonly body: string;
}

export interface ApolloDoor {
  answer(request: DoorRequest, context: DoorContext): Promise<DoorAnswer>;
  stop(): Promise<void>;
}

/** The route already checked method, media type and origin, so Apollo is shown the same two headers each time. */
const HEADERS = new HeaderMap([
  ['content-type', 'application/json'],
  ['accept', 'application/json'],
]);

/** Validated documents; weighed by text, whose syntax tree is some tens of times larger. */
function documentStore() {
  const documents = recentCache<DocumentNode>({ entries: 1_000, weight: 64 * 1024 * 1024 });
  return {
    get: (key: string) => Promise.resolve(documents.get(key)),
    set: (key: string, document: DocumentNode) =>
      Promise.resolve(documents.set(key, document, (document.loc?.end ?? 1_024) * 32)),
    delete: (key: string) => Promise.resolve(documents.delete(key)),
  };
}

function gateway(schema: GraphQLSchema, supergraphSdl: string, executor: GatewayExecutor): GatewayInterface {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: supergraphSdl });
      return () => undefined;
    },
    load: () => Promise.resolve({ executor }),
    stop: () => Promise.resolve(),
  };
}

/** Apollo Server over our executor: it validates against the public API, shapes answers, and never shows a stack (G8). */
export async function apolloDoor(options: {
  readonly schema: GraphQLSchema;
  readonly supergraphSdl: string;
  readonly executor: GatewayExecutor;
  readonly production: boolean;
  readonly requestTimeoutMs: number;
  readonly logger: Logger;
}): Promise<ApolloDoor> {
  const { executor, logger, requestTimeoutMs } = options;
  const bounded: GatewayExecutor = (request) =>
    withinDeadline(executor(request), requestTimeoutMs, () =>
      timedOut({ context: request.context as DoorContext, logger }),
    );

  const apollo = new ApolloServer<DoorContext>({
    gateway: gateway(options.schema, options.supergraphSdl, bounded),
    introspection: !options.production,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    csrfPrevention: false, // the route accepts application/json by POST alone, which no form and no foreign page can send
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: documentLimits.tokens },
    documentStore: documentStore(),
    formatError: doorFormat(logger),
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();

  return {
    async answer(request, context) {
      const { status, body } = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: 'POST', headers: HEADERS, search: '', body: request },
        context: () => Promise.resolve(context),
      });
      if (body.kind !== 'complete') throw new Error('This door does not deliver answers in parts.');
      return { status: status ?? 200, body: body.string };
    },
    stop: () => apollo.stop(),
  };
}
