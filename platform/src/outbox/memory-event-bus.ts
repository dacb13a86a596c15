import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger.ts';
import type { DomainEvent, EventBus, EventHandler } from './event-bus.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 30_000;

/** Carries events inside one process; what a handler refuses is offered again with growing pauses until the bus stops. */
export function memoryEventBus(options: { readonly logger: Logger }): EventBus {
  const handlers = new Map<string, EventHandler[]>();
  const waiting: DomainEvent[] = [];
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let started = false;

  const deliver = async (group: string, handler: EventHandler, event: DomainEvent): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; !stopping.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await handler(event);
      } catch (error) {
        options.logger.warn(
          { err: error, group, event: event.type, eventId: event.id },
          'event handler failed, will try again',
        );
        await wait(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  };
  const fanOut = (event: DomainEvent): void => {
    for (const [group, list] of handlers) {
      for (const handler of list) {
        const delivery: Promise<void> = Promise.resolve()
          .then(() => deliver(group, handler, event))
          .finally(() => running.delete(delivery));
        running.add(delivery);
      }
    }
  };

  return {
    async publish(event) {
      if (started) fanOut(event);
      else waiting.push(event);
    },
    subscribe(group, handler) {
      handlers.set(group, [...(handlers.get(group) ?? []), handler]);
    },
    async start() {
      started = true;
      for (const event of waiting.splice(0)) fanOut(event);
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}
