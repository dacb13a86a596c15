import type { ExecutionResult, GraphQLError } from 'graphql';
import type { SubgraphRequest } from '@countersign/platform';
import type { Execution, ResultNode } from './execution.ts';

/** The parts of a fetch that a subgraph sees. The text is one string per plan, so a subgraph's compiled plan is found by it. */
export interface FetchCall {
  readonly serviceName: string;
  readonly operation: string;
  readonly operationName?: string;
  readonly variableUsages?: readonly string[];
}

type Path = readonly (string | number)[];

const NOTHING = Object.freeze({});

function chosenVariables(call: FetchCall, execution: Execution): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  for (const name of call.variableUsages ?? []) {
    if (name in execution.variables) chosen[name] = execution.variables[name];
  }
  return chosen;
}

function takeReply(result: ExecutionResult, execution: Execution): void {
  const reply = result.extensions?.['countersign'] as Execution['reply'] | undefined;
  if (typeof reply?.sessionToken === 'string') execution.reply.sessionToken = reply.sessionToken;
  if (reply?.sessionEnded === true) execution.reply.sessionEnded = true;
}

function takeErrors(errors: readonly GraphQLError[], execution: Execution, place: PlaceError): void {
  for (const error of errors) {
    for (const path of place(error.path)) execution.errors.push({ error, path });
  }
}

/** Where in the client's answer an error of a subgraph belongs; an entity may stand in several places. */
export type PlaceError = (path: Path | undefined) => readonly Path[];

function subgraphRequest(call: FetchCall, execution: Execution, representations: object | undefined): SubgraphRequest {
  const own = call.variableUsages ? chosenVariables(call, execution) : undefined;
  const variables = representations ? { ...own, ...representations } : (own ?? NOTHING);
  if (call.operationName === undefined) return { query: call.operation, variables };
  return { query: call.operation, variables, operationName: call.operationName };
}

/** Runs one fetch of a plan; its errors go to the execution by `place`, its reply for the cookie to the door. */
export async function callSubgraph(
  call: FetchCall,
  execution: Execution,
  place: PlaceError,
  representations?: Readonly<Record<string, readonly ResultNode[]>>,
): Promise<ResultNode | undefined> {
  try {
    const transport = execution.transports[call.serviceName];
    if (!transport) throw new Error(`No transport for the subgraph ${call.serviceName}.`);
    const result = await transport(subgraphRequest(call, execution, representations), execution.principal);
    if (result.extensions) takeReply(result, execution);
    if (result.errors) takeErrors(result.errors, execution, place);
    return (result.data ?? undefined) as ResultNode | undefined;
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('A subgraph call failed.', { cause: error });
    for (const path of place(undefined)) execution.errors.push({ error: failure, path });
    return undefined;
  }
}
