import type { GraphQLFormattedError } from 'graphql';
import type { Principal, SubgraphTransport } from '@countersign/platform';

/** A result tree under construction. Only names that the plan asked for are ever read out of it. */
export type ResultNode = Record<string, unknown>;

/** What one request's plan works on. Never shared between requests, so no reply can reach another caller (G9). */
export interface Execution {
  readonly root: ResultNode;
  readonly errors: SubgraphError[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  readonly transports: Readonly<Record<string, SubgraphTransport>>;
  readonly reply: SubgraphReply;
}

/** What subgraphs tell the door beside the answer: it becomes a cookie and never reaches the client's data. */
export interface SubgraphReply {
  sessionToken?: string;
  sessionEnded?: boolean;
}

/** An error as a subgraph gave it, at the place in the client's answer where it belongs. */
export interface SubgraphError {
  readonly error: GraphQLFormattedError | Error;
  readonly path: readonly (string | number)[] | undefined;
}

/** One step of a compiled plan. Undefined when there was nothing to wait for. */
export type Step = (execution: Execution) => Promise<void> | undefined;
