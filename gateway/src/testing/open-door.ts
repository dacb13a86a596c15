import { type Logger, type SubgraphTransport, createLogger, systemClock } from '@countersign/platform';
import { type GatewayParts, createGateway } from '../create-gateway.ts';
import { localSettings } from '../settings.ts';
import { threeSubgraphs } from './three-subgraphs.ts';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: { data?: any; errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[]; extensions?: unknown };
}

type Changes = Partial<Omit<GatewayParts, 'settings' | 'transports'>> & {
  readonly settings?: Partial<GatewayParts['settings']>;
  readonly transports?: (own: Readonly<Record<string, SubgraphTransport>>) => Readonly<Record<string, SubgraphTransport>>;
};

/** Session tokens the test door knows: `token-of-NAME...` belongs to user NAME. */
export const tokenOf = (name: string): string => `token-of-${name}-0000000000`;

const sessions: GatewayParts['sessions'] = (token) => {
  const userId = /^token-of-(\w+)-/.exec(token)?.[1];
  if (userId === undefined) return Promise.resolve(null);
  return Promise.resolve({ sessionId: `S-${userId}`, profileUuid: `P-${userId}`, userId, participant: 'ABC', application: 'DMS', methods: ['password', 'totp'], steppedUpAt: null });
};

/** Opens a real door on a free port over the three test subgraphs. */
export async function openDoor(changes: Changes = {}) {
  const { supergraphSdl, transports, seen } = threeSubgraphs();
  const lines: string[] = [];
  const logger: Logger = createLogger({ level: 'info', part: 'gateway', destination: { write: (line: string) => void lines.push(line) } });
  const gateway = await createGateway({
    supergraphSdl,
    sessions,
    logger,
    clock: systemClock,
    readiness: {},
    ...changes,
    transports: changes.transports?.(transports) ?? transports,
    settings: { ...localSettings, port: 0, ...changes.settings },
  });
  const url = await gateway.listen();

  async function send(body: string, headers: Record<string, string> = {}, method = 'POST', path = '/graphql'): Promise<Asked> {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(method !== 'GET' && method !== 'HEAD' && { body }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
  }
  const ask = (query: string, variables?: Record<string, unknown>, headers?: Record<string, string>) =>
    send(JSON.stringify({ query, variables }), headers);

  return { url, seen, lines, gateway, send, ask, close: () => gateway.close() };
}
