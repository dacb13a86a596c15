import type { Logger } from '../telemetry/logger.ts';
import type { DomainEvent, EventWatcher } from './event-bus.ts';

/** Those of one process who watch events pass; one that throws keeps nothing from the others. */
export interface EventWatchers {
  /** Adds one; the answer takes it away. */
  add(watcher: EventWatcher): () => void;
  show(event: DomainEvent): void;
  isEmpty(): boolean;
}

export function eventWatchers(logger: Logger): EventWatchers {
  const watchers = new Set<EventWatcher>();
  return {
    add(watcher) {
      // The same function given twice is two watchers, each with an end of its own.
      const own: EventWatcher = (event) => watcher(event);
      watchers.add(own);
      return () => void watchers.delete(own);
    },
    show(event) {
      for (const watcher of watchers) {
        try {
          watcher(event);
        } catch (error) {
          logger.warn({ err: error, event: event.type, eventId: event.id }, 'event watcher failed');
        }
      }
    },
    isEmpty: () => watchers.size === 0,
  };
}
