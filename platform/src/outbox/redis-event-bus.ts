import { askRedis, openRedis } from '../volatile-store/redis-client.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { EventBus, EventHandler } from './event-bus.ts';
import { eventWatchers } from './event-watchers.ts';
import { startRedisConsumer, type RedisConsumer } from './redis-consumer.ts';
import { startRedisTail, type RedisTail } from './redis-tail.ts';

/** About this many events stay readable for a group that is away. */
const KEPT_EVENTS = 100_000;
const RETRY_AFTER_MS = 15_000;

export interface RedisEventBusOptions {
  readonly url: string;
  readonly logger: Logger;
  readonly stream?: string;
  /** What was given to a consumer and is not done after this time goes to another one, as after a crash. */
  readonly retryAfterMs?: number;
  /** How long an answer may take before it is a refusal; 300 ms when absent. */
  readonly patienceMs?: number;
}

/** Carries events between processes over one Redis stream; each group's events are shared among its processes, each at least once. */
export function redisEventBus(options: RedisEventBusOptions): EventBus {
  const stream = options.stream ?? 'countersign:events';
  const client = openRedis(options);
  const handlers = new Map<string, EventHandler[]>();
  const watchers = eventWatchers(options.logger);
  let consumers: RedisConsumer[] = [];
  let started = false;
  let tail: RedisTail | undefined;
  const watch = (): RedisTail => (tail ??= startRedisTail({ ...options, stream, show: watchers.show }));

  return {
    async publish(event) {
      await askRedis(client, () =>
        client.xadd(stream, 'MAXLEN', '~', KEPT_EVENTS, '*', 'event', JSON.stringify(event)),
      );
    },
    subscribe(group, handler) {
      handlers.set(group, [...(handlers.get(group) ?? []), handler]);
    },
    tail(watcher) {
      const end = watchers.add(watcher);
      if (started) watch();
      return end;
    },
    async start() {
      started = true;
      consumers = [...handlers].map(([group, list]) =>
        startRedisConsumer({
          url: options.url,
          logger: options.logger,
          retryAfterMs: options.retryAfterMs ?? RETRY_AFTER_MS,
          stream,
          group,
          async act(event) {
            for (const handler of list) await handler(event);
          },
        }),
      );
      if (!watchers.isEmpty()) await watch().tried;
    },
    async stop() {
      started = false;
      await Promise.all([...consumers.map((consumer) => consumer.stop()), tail?.stop()]);
      client.disconnect();
    },
  };
}
