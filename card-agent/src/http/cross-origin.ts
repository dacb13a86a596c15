import { AgentRefusal } from '../error-codes.ts';
import type { Exchange } from './exchange.ts';

/** The origin of the page that asks, when it is one the agent works for; the browser names it, a page cannot. */
export function callingOrigin({ request, response }: Exchange, origins: ReadonlySet<string>): string {
  const { origin } = request.headers;
  response.setHeader('vary', 'Origin');
  if (origin === undefined || !origins.has(origin)) throw new AgentRefusal('ORIGIN_NOT_ALLOWED');
  response.setHeader('access-control-allow-origin', origin);
  return origin;
}

/** Answers the browser's question before a request from a page, also the one for addresses on the person's own machine. */
export function answerPreflight({ request, response }: Exchange): void {
  response.setHeader('access-control-allow-methods', 'GET, POST, DELETE');
  response.setHeader('access-control-allow-headers', 'content-type');
  for (const network of ['private', 'local'])
    if (request.headers[`access-control-request-${network}-network`] === 'true')
      response.setHeader(`access-control-allow-${network}-network`, 'true');
  response.writeHead(204, { 'cache-control': 'no-store' });
  response.end();
}
