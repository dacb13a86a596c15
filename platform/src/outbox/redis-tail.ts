import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from '../telemetry/logger.ts';
import { openRedis } from '../volatile-store/redis-client.ts';
import type { DomainEvent, EventWatcher } from './event-bus.ts';
import { unlessLost } from './unless-lost.ts';

const BLOCK_MS = 1_000;
/** Longer than the block: a reader whose server vanished must notice. */
const COMMAND_MS = 5_000;
const PAUSE_MS = 250;
const BATCH = 100;

type Entry = readonly [id: string, fields: readonly string[]];

export interface RedisTail {
  /** Settles when the reader knows from where it reads, or could not find out at its first attempt. */
  readonly tried: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Shows every entry that joins a stream from now on. It belongs to no group, so each process sees all. After a lost
 * connection it goes on behind the last entry it saw.
 */
export function startRedisTail(options: {
  readonly url: string;
  readonly logger: Logger;
  readonly stream: string;
  readonly show: EventWatcher;
}): RedisTail {
  const { stream, show, logger } = options;
  const client = openRedis({ ...options, commandMs: COMMAND_MS }) as Redis;
  const stopping = new AbortController();
  const tried = Promise.withResolvers<void>();
  let last: string | undefined;

  const ready = async (): Promise<void> => {
    if (client.status !== 'ready') await new Promise<void>((resolve) => client.once('ready', () => resolve()));
  };
  /** An ID and not `$`: what joins between two reads would be behind the second `$`. */
  const newest = async (): Promise<string> => {
    const [entry] = (await client.xrevrange(stream, '+', '-', 'COUNT', 1)) as Entry[];
    return entry?.[0] ?? '0-0';
  };
  const read = async (after: string): Promise<string> => {
    const answer = (await unlessLost(
      client,
      client.xread('COUNT', BATCH, 'BLOCK', BLOCK_MS, 'STREAMS', stream, after),
    )) as [string, Entry[]][] | null;
    const entries = answer?.[0]?.[1] ?? [];
    for (const [, fields] of entries) show(JSON.parse(fields[1] ?? 'null') as DomainEvent);
    return entries.at(-1)?.[0] ?? after;
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        if (last === undefined) {
          await Promise.race([ready(), wait(COMMAND_MS, undefined, { signal: stopping.signal, ref: false })]);
          last = await newest();
          tried.resolve();
        }
        last = await read(last);
      } catch (error) {
        tried.resolve();
        if (stopping.signal.aborted) break;
        if (client.status === 'ready') logger.warn({ err: error }, 'event tail failed, will try again');
        await wait(PAUSE_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  };
  const running = run();
  return {
    tried: tried.promise,
    async stop() {
      stopping.abort();
      // Ends a blocking read at once.
      client.disconnect();
      tried.resolve();
      await running;
    },
  };
}
