import { type ExecutionResult, type GraphQLSchema, Kind, execute, getVariableValues } from 'graphql';
import type { GatewayExecutor, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { Logger, SubgraphTransport } from '@countersign/platform';
import type { DoorContext } from '../http/door-context.ts';
import { clientError, incompleteAnswer } from './client-error.ts';
import type { Execution } from './execution.ts';
import { operationPlanner } from './operation-plan.ts';
import { withStatus } from './status-of-refusal.ts';

type Operation = GatewayGraphQLRequestContext['operation'];

function asksForSchemaAlone(operation: Operation): boolean {
  return operation.selectionSet.selections.every(
    (node) => node.kind === Kind.FIELD && node.name.value.startsWith('__'),
  );
}

/** Runs a checked operation over the subgraphs and gives the client's answer, its errors already fit for the client. */
export function federatedExecutor(options: {
  readonly supergraphSdl: string;
  readonly schema: GraphQLSchema;
  readonly transports: Readonly<Record<string, SubgraphTransport>>;
  readonly logger: Logger;
}): GatewayExecutor {
  const { schema, transports, logger } = options;
  const planOperation = operationPlanner(options.supergraphSdl, schema);

  return async (request): Promise<ExecutionResult<Record<string, unknown>, Record<string, unknown>>> => {
    const { document, operation } = request;
    const context = request.context as DoorContext;
    const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], request.request.variables ?? {}, {
      maxErrors: 10,
      hideSuggestions: true,
    });
    if (coerced.errors) return { errors: coerced.errors };
    const variables = coerced.coerced;
    if (asksForSchemaAlone(operation)) {
      return execute({ schema, document, variableValues: request.request.variables }) as ExecutionResult<
        Record<string, unknown>,
        Record<string, unknown>
      >;
    }
    const known = planOperation(document, operation);
    const plan = known instanceof Promise ? await known : known;
    const execution: Execution = {
      root: {},
      errors: [],
      variables,
      principal: context.principal,
      transports,
      reply: context.reply,
    };
    const pending = plan.run(execution);
    if (pending) await pending;
    const { answer, incomplete } = plan.project(execution.root, variables);
    const errors = execution.errors.map((error) => clientError(error, { context, logger }));
    if (incomplete && errors.length === 0) errors.push(incompleteAnswer({ context, logger }));
    return errors.length > 0 ? { data: answer, errors: withStatus(answer, errors) } : { data: answer };
  };
}
