import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Principal } from '../principal/principal.ts';

/** One operation for one subgraph. `query` is the document text; it doubles as the cache key of the compiled plan. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/**
 * What a subgraph sees of a request besides its arguments.
 * `reply` carries what must reach the door but not the client's data (a new session's token for the cookie).
 */
export interface SubgraphContext {
  readonly principal: Principal;
  readonly reply: { sessionToken?: string; sessionEnded?: boolean };
}

/** A subgraph as the composition root and the door see it: a name, a schema and a way to run operations on it. */
export interface Subgraph {
  readonly name: 'identity' | 'approvals' | 'authentication';
  readonly schema: GraphQLSchema;
  execute(request: SubgraphRequest, principal: Principal): Promise<ExecutionResult>;
  /** Starts background work (outbox relay, schedulers); resolves when the subgraph can answer. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Throws when a dependency it cannot work without is out of reach. */
  ready(): Promise<void>;
}

/** Runs an operation on a subgraph and gives its result whole, errors included. In memory or over HTTP. */
export type SubgraphTransport = (request: SubgraphRequest, principal: Principal) => Promise<ExecutionResult>;

/**
 * One part calling another as a service. Throws DependencyUnavailable when the other is out of reach, and a Fault with
 * the other's code when it answered with an error.
 */
export interface SubgraphClient {
  request<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T>;
}
