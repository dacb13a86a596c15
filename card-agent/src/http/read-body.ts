import type { IncomingMessage } from 'node:http';
import { AgentRefusal } from '../error-codes.ts';

const MOST_BYTES = 16_384;

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new AgentRefusal('REQUEST_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const typeOf = (request: IncomingMessage) => request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();

/** The strings of a flat JSON object, and nothing else: `names` says which may be there. */
export async function readJson(
  request: IncomingMessage,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  // A type that a form can send would need no preflight, and so no leave of the agent.
  if (typeOf(request) !== 'application/json') throw new AgentRefusal('REQUEST_MALFORMED');
  const text = await readText(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AgentRefusal('REQUEST_MALFORMED');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new AgentRefusal('REQUEST_MALFORMED');
  for (const [name, one] of Object.entries(value))
    if (!names.includes(name) || typeof one !== 'string') throw new AgentRefusal('REQUEST_MALFORMED');
  return value as Record<string, string>;
}

/** The fields of a form of the agent's own page. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (typeOf(request) !== 'application/x-www-form-urlencoded') throw new AgentRefusal('REQUEST_MALFORMED');
  return new URLSearchParams(await readText(request));
}
