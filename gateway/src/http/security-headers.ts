import type { FastifyInstance, FastifyReply } from 'fastify';

/** Nothing may run, load or frame an answer that is no page. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

/** A page may use the door's own files, and talk to the door and to those that it names. */
const pagePolicy = (connect: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Sends HTML under the policy for pages. */
export function sendPage(
  reply: FastifyReply,
  html: string,
  { connect = [] }: { readonly connect?: readonly string[] } = {},
): FastifyReply {
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy(connect))
    .header('cross-origin-opener-policy', 'same-origin')
    .header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
    .send(html);
}

/** Headers that every answer of the door carries, errors included: no framing, no sniffing, no storing, no foreign code. */
export function doorHeaders(production: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': NOTHING,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(production && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  };
}

/** Puts them on every answer to a request, with the request's number. */
export function addSecurityHeaders(server: FastifyInstance, production: boolean): void {
  const headers = doorHeaders(production);
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    done();
  });
}
