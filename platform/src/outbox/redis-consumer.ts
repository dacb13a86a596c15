import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { newId } from '../secrets/new-id.ts';
import type { Logger } from '../telemetry/logger.ts';
import { openRedis } from '../volatile-store/redis-client.ts';
import type { DomainEvent, EventHandler } from './event-bus.ts';
import { unlessLost } from './unless-lost.ts';

const BLOCK_MS = 1_000;
/** Longer than the block: a reader whose server vanished must notice. */
const COMMAND_MS = 5_000;
const BATCH = 20;
const PAUSE_MS = 250;

type Entry = readonly [id: string, fields: readonly string[] | null];

export interface RedisConsumer {
  stop(): Promise<void>;
}

interface ConsumerOptions {
  readonly url: string;
  readonly logger: Logger;
  readonly stream: string;
  readonly group: string;
  readonly retryAfterMs: number;
  readonly act: EventHandler;
}

class Consumer {
  readonly #options: ConsumerOptions;
  readonly #client: Redis;
  readonly #name = newId();
  readonly #stopping = new AbortController();
  #joined = false;
  #claimAt = 0;

  constructor(options: ConsumerOptions) {
    this.#options = options;
    this.#client = openRedis({ ...options, commandMs: COMMAND_MS }) as Redis;
    this.#client.on('close', () => (this.#joined = false));
  }

  async run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#join();
        await this.#deliver([...(await this.#abandoned()), ...(await this.#fresh())]);
      } catch (error) {
        if (this.#stopping.signal.aborted) break;
        // The group is gone with a server that restarted empty: join again.
        this.#joined = false;
        if (this.#client.status === 'ready')
          this.#options.logger.warn({ err: error, group: this.#options.group }, 'event reader failed, will try again');
        await wait(PAUSE_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
  }

  async stop(running: Promise<void>): Promise<void> {
    this.#stopping.abort();
    // Ends a blocking read at once; what was read and not acknowledged stays pending for the next consumer.
    this.#client.disconnect();
    await running;
  }

  async #join(): Promise<void> {
    if (this.#joined) return;
    const { stream, group } = this.#options;
    try {
      await this.#client.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
    } catch (error) {
      if (!String((error as Error).message).startsWith('BUSYGROUP')) throw error;
    }
    this.#joined = true;
  }

  /** What was given to anyone and is not done after the retry time: of a crashed process, or refused by a handler. */
  async #abandoned(): Promise<readonly Entry[]> {
    const { stream, group, retryAfterMs } = this.#options;
    if (performance.now() < this.#claimAt) return [];
    this.#claimAt = performance.now() + retryAfterMs / 2;
    const [, entries] = (await this.#client.xautoclaim(
      stream,
      group,
      this.#name,
      retryAfterMs,
      '0-0',
      'COUNT',
      BATCH,
    )) as [string, Entry[]];
    if (entries.length === BATCH) this.#claimAt = 0;
    return entries;
  }

  async #fresh(): Promise<readonly Entry[]> {
    const { stream, group, retryAfterMs } = this.#options;
    const block = Math.max(10, Math.min(BLOCK_MS, retryAfterMs / 2));
    const client = this.#client;
    const reading = client.xreadgroup(
      'GROUP',
      group,
      this.#name,
      'COUNT',
      BATCH,
      'BLOCK',
      block,
      'STREAMS',
      stream,
      '>',
    );
    const answer = (await unlessLost(client, reading)) as [string, Entry[]][] | null;
    return answer?.[0]?.[1] ?? [];
  }

  /** All at once, since no order is promised, and acknowledged by one command. */
  async #deliver(entries: readonly Entry[]): Promise<void> {
    const { stream, group } = this.#options;
    const done = await Promise.all(entries.map(async (entry) => ((await this.#isDone(entry)) ? [entry[0]] : [])));
    const [first, ...more] = done.flat();
    if (first !== undefined) await this.#client.xack(stream, group, first, ...more);
  }

  async #isDone([, fields]: Entry): Promise<boolean> {
    const { group, act, logger } = this.#options;
    // A trimmed entry comes back without fields: nothing is left to deliver.
    const event = fields === null ? undefined : (JSON.parse(fields[1] ?? 'null') as DomainEvent);
    if (this.#stopping.signal.aborted) return false;
    try {
      if (event) await act(event);
      return true;
    } catch (error) {
      logger.warn(
        { err: error, group, event: event?.type, eventId: event?.id },
        'event handler failed, will try again',
      );
      return false;
    }
  }
}

/** Reads a group's share of the stream until it is stopped; acknowledges each event after its handler, never before. */
export function startRedisConsumer(options: ConsumerOptions): RedisConsumer {
  const consumer = new Consumer(options);
  const running = consumer.run();
  return { stop: () => consumer.stop(running) };
}
