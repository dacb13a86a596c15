/** The walkthrough met something else than it expected; its message is what the person reads. */
export class WalkthroughFailed extends Error {}

interface Reply {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** A client of the public API, as any program could write it. */
export interface ApiClient {
  readonly url: string;
  /** Sends one operation that has one root field and gives that field's value. */
  ask<Value>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Value>;
  /** Fetches a file that the API gave a path to. */
  download(path: string): Promise<{ readonly status: number; readonly text: string }>;
  /** The same client with a session. */
  withSession(token: string): ApiClient;
}

/** A client of the API at an origin, e.g. `http://127.0.0.1:4000`. */
export function apiClient(url: string, token: string | null = null): ApiClient {
  const bearer = token === null ? {} : { authorization: `Bearer ${token}` };
  const ask = async <Value>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Value> => {
    const response = await fetch(new URL('/graphql', url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...bearer,
      },
      body: JSON.stringify({ query, variables }),
    });
    const reply = (await response.json()) as Reply;
    const [error] = reply.errors ?? [];
    if (error !== undefined)
      throw new WalkthroughFailed(`The API answered ${error.extensions?.code ?? response.status}: ${error.message}`);
    return Object.values(reply.data ?? {})[0] as Value;
  };
  const download = async (path: string) => {
    const response = await fetch(new URL(path, url), { headers: bearer });
    return { status: response.status, text: await response.text() };
  };
  return { url, ask, download, withSession: (next) => apiClient(url, next) };
}
