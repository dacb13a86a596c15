import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { DependencyUnavailable } from '../faults/fault.ts';
import { within } from '../database/within.ts';
import type { Logger } from '../telemetry/logger.ts';

export type RedisConnection = Redis | Cluster;

/** An answer later than this is a refusal: fail closed (threats 3). */
const PATIENCE_MS = 300;
const CONNECT_MS = 2_000;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Nothing is queued while the server is away and nothing is sent twice after it came back: a repeated count or take is a
 * different decision. `commandTimeout` is the net under promises that a reconnect leaves behind (ioredis #2193).
 */
const CAREFUL = {
  autoResendUnfulfilledCommands: false,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  // Commands of one turn of the event loop leave in one write; each still succeeds, fails and times out by itself.
  enableAutoPipelining: true,
  connectTimeout: CONNECT_MS,
  retryStrategy: (times: number) => Math.min(times * 50, LONGEST_PAUSE_MS),
  // A fail-over leaves a connection to what is now a replica: connect anew, repeat nothing.
  reconnectOnError: (error: Error) => /^(READONLY|LOADING|MASTERDOWN)/.test(error.message),
} as const satisfies RedisOptions;

/** `user:password@h1:p,h2:p/name` behind the scheme, which no URL parser reads because of its several hosts. */
const SEVERAL_HOSTS = /^rediss?\+(sentinel|cluster):\/\/(?:([^:@]*)(?::([^@]*))?@)?([^/@]+)(?:\/(.*))?$/;

function hostsOf(list: string): { host: string; port: number }[] {
  return list.split(',').map((pair) => {
    const [host = 'localhost', port = '6379'] = pair.split(':');
    return { host, port: Number(port) };
  });
}

function accountOf(username = '', password = ''): RedisOptions {
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
}

function connect(address: string, options: RedisOptions): RedisConnection {
  if (/^rediss?:\/\//.test(address)) return new Redis(address, options);
  const [, kind, username, password, hosts = '', name = ''] = SEVERAL_HOSTS.exec(address) ?? [];
  const tls = address.startsWith('rediss') ? { tls: {} } : {};
  const whole = { ...options, ...accountOf(username, password), ...tls };
  if (kind === 'cluster') return new Cluster(hostsOf(hosts), { enableOfflineQueue: false, redisOptions: whole });
  if (kind === 'sentinel' && name !== '') return new Redis({ ...whole, sentinels: hostsOf(hosts), name });
  throw new Error(
    'A Redis address is redis://host, redis+cluster://host,host or redis+sentinel://host,host/name-of-the-primary.',
  );
}

const patience = new WeakMap<RedisConnection, number>();

/** Opens a connection that recovers by itself. `redis://`, `rediss://`, `redis+sentinel://h1:p,h2:p/name`, `redis+cluster://h1:p,h2:p`. */
export function openRedis(options: {
  readonly url: string;
  readonly logger: Logger;
  /** Given by a reader that blocks: it asks one thing at a time, and a pipeline lost half-way would hold up the next. */
  readonly commandMs?: number;
  /** How long an answer may take before it is a refusal; 300 ms when absent. */
  readonly patienceMs?: number;
}): RedisConnection {
  const { commandMs, patienceMs = PATIENCE_MS } = options;
  const client = connect(options.url, {
    ...CAREFUL,
    commandTimeout: commandMs ?? 2 * patienceMs,
    enableAutoPipelining: commandMs === undefined,
  });
  patience.set(client, patienceMs);
  let away = false;
  client.on('error', (error: Error) => {
    if (!away) options.logger.warn({ err: error }, 'redis is out of reach');
    away = true;
  });
  client.on('ready', () => {
    if (away) options.logger.info('redis is back');
    away = false;
  });
  return client;
}

const waiting = new WeakMap<RedisConnection, Promise<void>>();

/** One wait that all callers share, however many come while the server is away. */
function whenReady(client: RedisConnection): Promise<void> {
  const known = waiting.get(client);
  if (known) return known;
  const coming = new Promise<void>((resolve) => client.once('ready', () => resolve())).then(
    () => void waiting.delete(client),
  );
  waiting.set(client, coming);
  return coming;
}

/** Asks once and waits no longer than the connection's patience, after at most as long for a connection that is coming; whatever goes wrong is the same refusal to the caller. */
export async function askRedis<T>(client: RedisConnection, question: () => Promise<T>): Promise<T> {
  const patienceMs = patience.get(client) ?? PATIENCE_MS;
  try {
    // Asked only after the wait succeeded: a caller who was refused must not have an effect later.
    if (client.status !== 'ready') await within(patienceMs, 'Redis', whenReady(client));
    return await within(patienceMs, 'Redis', question());
  } catch (error) {
    throw new DependencyUnavailable('volatile store', error);
  }
}
