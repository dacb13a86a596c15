import type { ExecutionResult } from 'graphql';
import { Pool } from 'undici';
import { DependencyUnavailable } from '../faults/fault.ts';
import type { AssertionSigner } from '../principal/assertion.ts';
import { watchPart } from './part-watch.ts';
import type { SubgraphTransport } from './subgraph.ts';

/** Connecting must fail within the 2 s in which a refusal is promised; an answer may wait for a queue of password hashes. */
const CONNECT_MS = 1_500;
const ANSWER_MS = 10_000;

export interface HttpTransport {
  readonly call: SubgraphTransport;
  close(): Promise<void>;
}

/** Calls a remote subgraph over keep-alive connections; each request carries an assertion signed for just that body. A part that fell silent is refused within 2 s. Nothing is retried: a mutation must not run twice. */
export function httpTransport(options: {
  readonly url: string;
  readonly audience: string;
  readonly signer: AssertionSigner;
}): HttpTransport {
  const pool = new Pool(new URL(options.url).origin, {
    connections: 64,
    connect: { timeout: CONNECT_MS },
    headersTimeout: ANSWER_MS,
    bodyTimeout: ANSWER_MS,
    keepAliveTimeout: 30_000,
  });

  const watch = watchPart(new URL(options.url).origin);

  async function send(body: string, assertion: string, signal: AbortSignal): Promise<ExecutionResult> {
    const response = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-countersign-assertion': assertion },
      body,
      signal,
    });
    if (response.statusCode !== 200) {
      await response.body.dump();
      throw new Error(`${options.audience} answered with status ${response.statusCode}`);
    }
    return (await response.body.json()) as ExecutionResult;
  }
  const call: SubgraphTransport = async (request, principal) => {
    const body = JSON.stringify(request);
    const assertion = await options.signer.sign({ audience: options.audience, principal, body });
    try {
      return await watch.guard((signal) => send(body, assertion, signal));
    } catch (error) {
      throw new DependencyUnavailable(options.audience, error);
    }
  };
  return {
    call,
    async close() {
      await watch.close();
      await pool.close();
    },
  };
}
