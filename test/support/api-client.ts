import { Agent, request } from 'undici';

/** An answer of the API as it came over the wire. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly data: Body;
  readonly errors: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  /** Code of the first error, or undefined. */
  readonly code: string | undefined;
}

/** One person's program on the public API. */
export interface ApiClient {
  readonly url: string;
  readonly token: string | null;
  send<Body = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Promise<Answer<Body>>;
  /** Posts raw bytes to the API or to another path, for what no well-behaved client sends. */
  raw(options: {
    readonly path?: string;
    readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
    readonly headers?: Record<string, string>;
    readonly body?: string | Buffer;
  }): Promise<Answer>;
  /** The same person with a session. */
  bearing(token: string): ApiClient;
  /** The same person with a cookie as a browser sends it, `name=value`. */
  withCookie(pair: string): ApiClient;
  /** The same person at another network address of this machine, e.g. `127.0.0.7`. */
  at(localAddress: string): ApiClient;
}

const agents = new Map<string, Agent>();

function agentFor(localAddress: string): Agent {
  const existing = agents.get(localAddress);
  if (existing !== undefined) return existing;
  const agent = new Agent({ connections: 128, pipelining: 1, localAddress, connect: { timeout: 5_000 } });
  agents.set(localAddress, agent);
  return agent;
}

/** Lets the connections go, so that a finished suite leaves nothing open. */
export async function closeConnections(): Promise<void> {
  const open = [...agents.values()];
  agents.clear();
  await Promise.all(open.map((agent) => agent.destroy()));
}

/** A client of the API at `url` (the origin, without path). */
export function apiClient(
  url: string,
  identity: { readonly token?: string; readonly cookie?: string; readonly localAddress?: string } = {},
): ApiClient {
  const { token, cookie, localAddress = '127.0.0.1' } = identity;
  const raw: ApiClient['raw'] = async ({ path = '/graphql', method = 'POST', headers = {}, body }) => {
    const response = await request(`${url}${path}`, {
      method,
      dispatcher: agentFor(localAddress),
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.body.text();
    const parsed = parse(text);
    return {
      status: response.statusCode,
      headers: response.headers,
      text,
      data: (parsed['data'] ?? {}) as Record<string, unknown>,
      errors: (parsed['errors'] ?? []) as Answer['errors'],
      code: (parsed['errors'] as Answer['errors'] | undefined)?.[0]?.extensions?.code,
    };
  };
  return {
    url,
    token: token ?? null,
    raw,
    send: async <Body>(query: string, variables: Record<string, unknown> = {}) =>
      (await raw({
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      })) as Answer<Body>,
    bearing: (next) => apiClient(url, { token: next, localAddress }),
    withCookie: (next) => apiClient(url, { cookie: next, localAddress }),
    at: (next) => apiClient(url, { ...identity, localAddress: next }),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
