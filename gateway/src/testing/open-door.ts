import { type Logger, type SubgraphTransport, createLogger, memoryEventBus, systemClock } from '@countersign/platform';
import { type GatewayParts, createGateway } from '../create-gateway.ts';
import type { SessionPrincipalFields } from '../session/identify.ts';
import { localSettings } from '../settings.ts';
import { fakeDesk } from './fake-desk.ts';
import { threeSubgraphs } from './three-subgraphs.ts';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The whole body when it is JSON. */
  readonly json: unknown;
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: unknown;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  /** The stable codes of the errors. */
  readonly codes: readonly unknown[];
}

type Changes = Partial<Omit<GatewayParts, 'settings' | 'transports'>> & {
  readonly settings?: Partial<GatewayParts['settings']>;
  readonly transports?: (
    own: Readonly<Record<string, SubgraphTransport>>,
  ) => Readonly<Record<string, SubgraphTransport>>;
};

/** Session tokens the test door knows: `token-of-NAME...` belongs to user NAME. */
export const tokenOf = (name: string): string => `token-of-${name}-0000000000`;

/** The session behind such a token. */
export function sessionOf(token: string): SessionPrincipalFields | null {
  const userId = /^token-of-(\w+)-/.exec(token)?.[1];
  if (userId === undefined) return null;
  return {
    sessionId: `S-${userId}`,
    profileUuid: `P-${userId}`,
    userId,
    participant: 'ABC',
    application: 'DMS',
    methods: ['password', 'totp'],
    steppedUpAt: null,
  };
}

const sessions: GatewayParts['sessions'] = (token) => Promise.resolve(sessionOf(token));

/** Tokens of service accounts the test door knows, each from 127.0.0.1 alone. */
export const accountTokenOf = (name: string): string => `csa_${name.padEnd(43, '0')}`;

const accounts: GatewayParts['accounts'] = (token, sourceAddress) => {
  const name = /^csa_([A-Z]+)0+$/.exec(token)?.[1];
  if (name === undefined || sourceAddress !== '127.0.0.1') return Promise.resolve(null);
  return Promise.resolve({ accountId: `A-${name}`, name, scopes: ['REPORTS'] });
};

async function asked(response: Response): Promise<Asked> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  const json = (isJson ? JSON.parse(text) : {}) as Partial<Pick<Asked, 'data' | 'errors'>>;
  const errors = json.errors ?? [];
  return {
    status,
    headers,
    text,
    json,
    data: json.data ?? {},
    errors,
    codes: errors.map((error) => error.extensions['code']),
  };
}

/** Opens a real door on a free port over the three test subgraphs. */
export async function openDoor(changes: Changes = {}) {
  const { supergraphSdl, transports, seen } = threeSubgraphs();
  const lines: string[] = [];
  const events = memoryEventBus({ logger: createLogger({ level: 'silent', part: 'test' }) });
  await events.start();
  const logger: Logger = createLogger({
    level: 'info',
    part: 'gateway',
    destination: { write: (line: string) => void lines.push(line) },
  });
  const gateway = await createGateway({
    supergraphSdl,
    sessions,
    accounts,
    events,
    exports: fakeDesk().desk,
    tokens: { keys: () => Promise.resolve(null), introspect: () => Promise.resolve(null) },
    logger,
    clock: systemClock,
    readiness: {},
    ...changes,
    transports: changes.transports?.(transports) ?? transports,
    settings: { ...localSettings, port: 0, ...changes.settings },
  });
  const url = await gateway.listen();

  async function send(
    body: string,
    headers: Record<string, string> = {},
    method = 'POST',
    path = '/graphql',
  ): Promise<Asked> {
    const bodyless = method === 'GET' || method === 'HEAD';
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(!bodyless && { body }),
    });
    return asked(response);
  }
  const ask = (query: string, variables?: Record<string, unknown>, headers?: Record<string, string>) =>
    send(JSON.stringify({ query, variables }), headers);

  return { url, seen, lines, events, gateway, send, ask, close: () => gateway.close() };
}
