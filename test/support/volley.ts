import { request } from 'node:http';
import { atOnce } from './same-instant.ts';

/** One request to the API, from an address of this machine. */
export interface Shot {
  readonly url: string;
  readonly from: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What came back: the field named `step`, or the code of the error. */
export interface Hit {
  readonly status: number;
  readonly step: { readonly __typename: string; readonly code?: string } | null;
  readonly code: string | undefined;
}

/** Requests on connections of their own that have arrived but for their last byte. */
export interface Volley {
  /** Sends the last byte of the next so many, or of all that still wait. */
  release(count?: number): void;
  /** In the order of the shots. */
  readonly hits: readonly Promise<Hit>[];
}

/** So many connections are opened at a time, since a server's backlog is short. */
const AT_A_TIME = 100;

/** Loads every shot: whoever releases them finds all of them at the doors in the same instant. */
export async function load(shots: readonly Shot[]): Promise<Volley> {
  const loaded: Awaited<ReturnType<typeof loadOne>>[] = [];
  for (let from = 0; from < shots.length; from += AT_A_TIME) {
    const batch = shots.slice(from, from + AT_A_TIME);
    loaded.push(...(await atOnce(batch.length, (index) => loadOne(batch[index] as Shot))));
  }
  let next = 0;
  return {
    release(count = loaded.length) {
      for (const one of loaded.slice(next, next + count)) one.fire();
      next += count;
    },
    hits: loaded.map((one) => one.hit),
  };
}

async function loadOne({ url, from, query, variables }: Shot) {
  const body = Buffer.from(JSON.stringify({ query, variables }));
  const sending = request(`${url}/graphql`, {
    method: 'POST',
    agent: false,
    localAddress: from,
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  });
  const hit = new Promise<Hit>((resolve, reject) => {
    sending.once('error', reject).once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () => resolve(readHit(response.statusCode ?? 0, text))).once('error', reject);
    });
  });
  // Whoever awaits the hits hears of it; until then it is nobody's unhandled fault.
  hit.catch(() => undefined);
  await new Promise<void>((resolve, reject) => {
    sending.once('error', reject);
    sending.write(body.subarray(0, -1), () => resolve());
  });
  return { hit, fire: () => void sending.end(body.subarray(-1)) };
}

interface Reply {
  readonly data?: { readonly step?: Hit['step'] } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

function readHit(status: number, text: string): Hit {
  const reply = JSON.parse(text) as Reply;
  return { status, step: reply.data?.step ?? null, code: reply.errors?.[0]?.extensions?.code };
}
