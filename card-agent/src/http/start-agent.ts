import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAskDesk, type Prompt } from '../asking/ask-desk.ts';
import type { CardDesk } from '../card/card-desk.ts';
import { type Clock, systemClock } from '../clock/system-clock.ts';
import { AgentRefusal, errorCodes } from '../error-codes.ts';
import { openConfirmDesk } from './confirm-routes.ts';
import { type Exchange, sendJson } from './exchange.ts';
import { answerSite, type SiteRoutes } from './site-routes.ts';
import { statusOf } from './status-of.ts';

/** What an agent is started with. */
export interface AgentOptions {
  readonly origins: readonly string[];
  readonly port: number;
  readonly cards: CardDesk;
  readonly version: string;
  /** In place of the agent's own page. */
  readonly prompt?: Prompt | undefined;
  readonly clock?: Clock;
  readonly waitMs?: number;
  /** Told why a request was refused, with what a page is not told; never a PIN. */
  readonly log?: (line: string) => void;
}

/** A running agent. */
export interface Agent {
  readonly origin: string;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const WAIT_MS = 20_000;

function refuse(exchange: Exchange, error: unknown, log: AgentOptions['log']): void {
  const refusal = error instanceof AgentRefusal ? error : new AgentRefusal('CARD_FAILED', String(error));
  log?.(
    `${exchange.request.method} ${exchange.path.split('/').slice(0, 3).join('/')}: ${refusal.code} (${refusal.message})`,
  );
  if (exchange.response.headersSent) return void exchange.response.destroy();
  // What is left of a body that is too long is not read.
  if (refusal.code === 'REQUEST_TOO_LARGE') exchange.response.setHeader('connection', 'close');
  return sendJson(exchange, statusOf(refusal.code), { code: refusal.code, message: errorCodes[refusal.code] });
}

/** Listens on the loopback address alone; answers only requests that were sent to that very address. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { cards, clock = systemClock, log } = options;
  const confirm = openConfirmDesk(() => origin);
  const asks = openAskDesk({ cards, clock, prompt: options.prompt ?? confirm.prompt });
  const routes: SiteRoutes = {
    origins: new Set(options.origins),
    cards,
    asks,
    clock,
    version: options.version,
    waitMs: options.waitMs ?? WAIT_MS,
  };
  let origin = '';

  const answer = async (exchange: Exchange): Promise<void> => {
    // A name that was made to point here (DNS rebinding) shows in the Host header.
    if (`http://${exchange.request.headers.host}` !== origin) throw new AgentRefusal('HOST_NOT_ALLOWED');
    if (exchange.path.startsWith('/v1/')) return answerSite(exchange, routes);
    return confirm.answer(exchange);
  };
  const server = createServer(
    { maxHeaderSize: 16_384, requestTimeout: 30_000, headersTimeout: 10_000 },
    (request: IncomingMessage, response: ServerResponse) => {
      const exchange = { request, response, path: (request.url ?? '/').split('?')[0] ?? '/' };
      answer(exchange).catch((error: unknown) => refuse(exchange, error, log));
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, LOOPBACK, resolve);
  });
  origin = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
