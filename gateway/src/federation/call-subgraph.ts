import type { ExecutionResult } from 'graphql';
import type { Execution, ResultNode } from './execution.ts';

/** The parts of a fetch that a subgraph sees. The text is one string per plan, so a subgraph's compiled plan is found by it. */
export interface FetchCall {
  readonly serviceName: string;
  readonly operation: string;
  readonly operationName?: string;
  readonly variableUsages?: readonly string[];
}

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

/** Runs one fetch of a plan; its errors go to the execution by `place`, its reply for the cookie to the door. */
export async function callSubgraph(
  call: FetchCall,
  execution: Execution,
  place: (path: readonly (string | number)[] | undefined) => readonly (readonly (string | number)[])[],
  representations?: Readonly<Record<string, readonly ResultNode[]>>,
): Promise<ResultNode | undefined> {
  const own = call.variableUsages ? chosenVariables(call, execution) : undefined;
  const variables = representations ? { ...own, ...representations } : (own ?? NOTHING);
  const request = call.operationName === undefined
    ? { query: call.operation, variables }
    : { query: call.operation, variables, operationName: call.operationName };
  try {
    const transport = execution.transports[call.serviceName];
    if (!transport) throw new Error(`No transport for the subgraph ${call.serviceName}.`);
    const result = await transport(request, execution.principal);
    if (result.extensions) takeReply(result, execution);
    for (const error of result.errors ?? []) {
      for (const path of place(error.path)) execution.errors.push({ error, path });
    }
    return (result.data ?? undefined) as ResultNode | undefined;
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('A subgraph call failed.', { cause: error });
    for (const path of place(undefined)) execution.errors.push({ error: failure, path });
    return undefined;
  }
}
