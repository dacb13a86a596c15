import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger.ts';
import type { DomainEvent, EventBus, EventHandler } from './event-bus.ts';
import { eventWatchers } from './event-watchers.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Carries events inside one process. Publishing ends after each handler's first attempt, so that an outbox forgets an event
 * only when it was acted on; what a handler refused is offered again with growing pauses until the bus stops.
 */
export function memoryEventBus(options: { readonly logger: Logger }): EventBus {
  const handlers = new Map<string, EventHandler[]>();
  const watchers = eventWatchers(options.logger);
  const waiting: DomainEvent[] = [];
  const running = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  let started = false;

  const track = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };
  const attempt = async (group: string, handler: EventHandler, event: DomainEvent): Promise<boolean> => {
    try {
      await handler(event);
      return true;
    } catch (error) {
      options.logger.warn(
        { err: error, group, event: event.type, eventId: event.id },
        'event handler failed, will try again',
      );
      return false;
    }
  };
  const repeat = async (group: string, handler: EventHandler, event: DomainEvent): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await wait(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted || (await attempt(group, handler, event))) return;
    }
  };
  const deliver = async (group: string, handler: EventHandler, event: DomainEvent): Promise<void> => {
    if (!(await track(attempt(group, handler, event)))) void track(repeat(group, handler, event));
  };
  const fanOut = async (event: DomainEvent): Promise<void> => {
    watchers.show(event);
    await Promise.all([...handlers].flatMap(([group, list]) => list.map((handler) => deliver(group, handler, event))));
  };

  return {
    async publish(event) {
      if (stopping.signal.aborted) throw new Error('The event bus has stopped.');
      if (started) await fanOut(event);
      else waiting.push(event);
    },
    subscribe(group, handler) {
      handlers.set(group, [...(handlers.get(group) ?? []), handler]);
    },
    tail: (watcher) => watchers.add(watcher),
    async start() {
      started = true;
      for (const event of waiting.splice(0)) void fanOut(event);
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}
