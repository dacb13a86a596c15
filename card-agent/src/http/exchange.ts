import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request with its answer; `path` is without the query. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
}

/** What every answer carries: nothing is kept, framed, sniffed or run (threats 1d, D3). */
const ALWAYS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'clipboard-read=(), clipboard-write=()',
  // Not `no-referrer`: a form would then name no origin, and its origin is checked.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

function send({ response }: Exchange, status: number, type: string, body: string): void {
  response.writeHead(status, { ...ALWAYS, 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Answers with JSON. */
export function sendJson(exchange: Exchange, status: number, value: unknown): void {
  send(exchange, status, 'application/json; charset=utf-8', JSON.stringify(value));
}

/** Answers with a page of the agent. */
export function sendHtml(exchange: Exchange, status: number, html: string): void {
  send(exchange, status, 'text/html; charset=utf-8', html);
}

/** Answers with a file that a page of the agent needs. */
export function sendAsset(exchange: Exchange, type: 'text/css' | 'text/javascript', text: string): void {
  send(exchange, 200, `${type}; charset=utf-8`, text);
}
