import type { AskDesk } from '../asking/ask-desk.ts';
import type { Wish } from '../asking/wish.ts';
import type { CardDesk } from '../card/card-desk.ts';
import type { Card } from '../card/card.ts';
import type { Clock } from '../clock/system-clock.ts';
import { AgentRefusal } from '../error-codes.ts';
import { readStatement } from '../statement/read-statement.ts';
import { answerPreflight, callingOrigin } from './cross-origin.ts';
import { type Exchange, sendJson } from './exchange.ts';
import { readJson } from './read-body.ts';

/** What the routes for sites stand on. */
export interface SiteRoutes {
  readonly origins: ReadonlySet<string>;
  readonly cards: CardDesk;
  readonly asks: AskDesk;
  readonly clock: Clock;
  readonly version: string;
  /** How long a question for a result is held open. */
  readonly waitMs: number;
}

type Route = (exchange: Exchange, origin: string, routes: SiteRoutes) => Promise<void>;

async function readCards({ cards }: SiteRoutes): Promise<readonly Card[]> {
  const read = await cards({ do: 'READ' });
  if (!read.ok) throw new AgentRefusal(read.code, read.detail);
  return read.cards ?? [];
}

const status: Route = async (exchange, _origin, routes) => {
  const cards = await readCards(routes);
  sendJson(exchange, 200, {
    version: routes.version,
    cards: cards.map(({ serial, label, states }) => ({ serial, label, states })),
  });
};

const certificates: Route = async (exchange, _origin, routes) => {
  const cards = await readCards(routes);
  sendJson(exchange, 200, {
    certificates: cards.flatMap((card) =>
      card.certificates.map(({ keyId: _keyId, ...certificate }) => ({ card: card.serial, ...certificate })),
    ),
  });
};

const open = async (exchange: Exchange, wish: Wish, { asks }: SiteRoutes) =>
  sendJson(exchange, 202, await asks.open(wish));

const sign: Route = async (exchange, origin, routes) => {
  const { statement: text } = await readJson(exchange.request, ['statement']);
  const statement = readStatement(text ?? '');
  if (statement === null) throw new AgentRefusal('STATEMENT_MALFORMED');
  if (statement.origin !== origin) throw new AgentRefusal('STATEMENT_FOREIGN');
  if (routes.clock.now() >= statement.expiresAt) throw new AgentRefusal('STATEMENT_EXPIRED');
  await open(exchange, { kind: 'SIGN', origin, statement }, routes);
};

const unblock: Route = async (exchange, origin, routes) => {
  const { unblockingKey } = await readJson(exchange.request, ['unblockingKey']);
  if (!/^[!-~]{4,64}$/.test(unblockingKey ?? '')) throw new AgentRefusal('REQUEST_MALFORMED');
  await open(exchange, { kind: 'UNBLOCK', origin, unblockingKey: unblockingKey ?? '' }, routes);
};

const ASK = '/v1/asks/';

const fetchResult: Route = async (exchange, origin, { asks, waitMs }) =>
  sendJson(exchange, 200, (await asks.fetch(exchange.path.slice(ASK.length), origin, waitMs)) ?? { state: 'WAITING' });

const cancel: Route = async (exchange, origin, { asks }) => {
  asks.cancel(exchange.path.slice(ASK.length), origin);
  sendJson(exchange, 200, { state: 'CANCELLED' });
};

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /v1/status': status,
  'GET /v1/certificates': certificates,
  'POST /v1/sign': sign,
  'POST /v1/unblock': unblock,
  [`GET ${ASK}`]: fetchResult,
  [`DELETE ${ASK}`]: cancel,
};

/** Answers a site's page; who is not on the list of origins is told nothing, not even what there is. */
export async function answerSite(exchange: Exchange, routes: SiteRoutes): Promise<void> {
  const origin = callingOrigin(exchange, routes.origins);
  const { method = '' } = exchange.request;
  if (method === 'OPTIONS') return answerPreflight(exchange);
  const path = exchange.path.startsWith(ASK) ? ASK : exchange.path;
  const route = ROUTES[`${method} ${path}`];
  if (route === undefined) throw new AgentRefusal('REQUEST_UNKNOWN');
  return route(exchange, origin, routes);
}
