import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Logger } from '../telemetry/logger.ts';
import type { Principal } from '../principal/principal.ts';
import { compiledOperations } from './compiled-operations.ts';
import { type FederatedSchemaParts, buildFederatedSchema } from './federated-schema.ts';
import { publicError } from './public-error.ts';
import type { SubgraphContext, SubgraphRequest } from './subgraph.ts';

/** A subgraph's schema and the one way to run operations on it, whether the caller is in memory or behind HTTP. */
export interface SubgraphRuntime {
  readonly schema: GraphQLSchema;
  readonly sdl: string;
  execute(request: SubgraphRequest, principal: Principal): Promise<ExecutionResult>;
}

const NO_VARIABLES = Object.freeze({});

/** What the door must learn but the client must not: it travels beside the data and the door takes it off. */
function withReply(result: ExecutionResult, reply: SubgraphContext['reply']): ExecutionResult {
  if (reply.sessionToken === undefined && reply.sessionEnded === undefined) return result;
  return { ...result, extensions: { ...result.extensions, countersign: reply } };
}

/** Builds the runtime of one subgraph from its classes, plugin modules and reference resolvers. */
export function createSubgraphRuntime(
  options: FederatedSchemaParts & { readonly name: string; readonly logger: Logger },
): SubgraphRuntime {
  const { schema, sdl } = buildFederatedSchema(options);
  const operation = compiledOperations(schema);
  const { name, logger } = options;

  async function execute(request: SubgraphRequest, principal: Principal): Promise<ExecutionResult> {
    const context: SubgraphContext = { principal, reply: {} };
    const result = await operation(request)(context, request.variables ?? NO_VARIABLES);
    if (!result.errors) return withReply(result, context.reply);
    const errors = result.errors.map((error) => publicError(error, { name, principal, logger }));
    return withReply({ ...result, errors }, context.reply);
  }

  return { schema, sdl, execute };
}
