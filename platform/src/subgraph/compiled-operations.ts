import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  GraphQLError,
  Kind,
  OperationTypeNode,
  execute,
  parse,
  validate,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { SubgraphContext, SubgraphRequest } from './subgraph.ts';

/** Runs one known operation. */
export type RunOperation = (
  context: SubgraphContext,
  variables: Readonly<Record<string, unknown>>,
) => ExecutionResult | Promise<ExecutionResult>;

/** Enough for every distinct operation of a release; beyond it the oldest goes, so that no caller can fill memory. */
const CAPACITY = 2_000;

function isOfKind(
  kind: OperationTypeNode,
  { document, operationName }: { document: DocumentNode; operationName: string | undefined },
): boolean {
  return document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.operation === kind &&
      (operationName === undefined || definition.name?.value === operationName),
  );
}

function refuse(errors: readonly GraphQLError[]): RunOperation {
  return () => ({ errors });
}

function prepare(schema: GraphQLSchema, request: SubgraphRequest): RunOperation {
  let document: DocumentNode;
  try {
    document = parse(request.query);
  } catch (error) {
    if (error instanceof GraphQLError) return refuse([error]);
    throw error;
  }
  const invalid = validate(schema, document);
  if (invalid.length > 0) return refuse(invalid);
  const { operationName } = request;
  // Events pass between parts on the bus; only the door turns them into an answer for somebody.
  if (isOfKind(OperationTypeNode.SUBSCRIPTION, { document, operationName }))
    return refuse([new GraphQLError('A subscription is answered by the door alone.')]);
  // Mutations stay on graphql-js: it alone promises that root fields run one after the other.
  if (!isOfKind(OperationTypeNode.MUTATION, { document, operationName })) {
    const compiled = compileQuery(schema, document, request.operationName);
    if (isCompiledQuery(compiled)) {
      return (context, variables) => compiled.query(undefined, context, variables) as Promise<ExecutionResult>;
    }
  }
  return (context, variables) =>
    execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName: request.operationName,
    });
}

/** Compiles each distinct operation once and keeps the result, most recent first to stay. */
export function compiledOperations(schema: GraphQLSchema): (request: SubgraphRequest) => RunOperation {
  const cache = new Map<string, RunOperation>();
  return (request) => {
    const key = request.operationName === undefined ? request.query : `${request.operationName}\n${request.query}`;
    const known = cache.get(key);
    if (known) return known;
    const run = prepare(schema, request);
    if (cache.size >= CAPACITY) cache.delete(cache.keys().next().value as string);
    cache.set(key, run);
    return run;
  };
}
