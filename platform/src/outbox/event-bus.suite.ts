import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { newId } from '../secrets/new-id.ts';
import type { DomainEvent, EventBus } from './event-bus.ts';

const PATIENCE_MS = 30_000;

export function someEvent(type = 'test.happened'): DomainEvent {
  return { id: newId(), type, at: '2026-07-01T00:00:00.000Z', body: { name: '葉', count: 1 } };
}

/** Waits until something holds; says what was missing when it never does. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > PATIENCE_MS) throw new Error(`It never came true: ${what}.`);
    await wait(5);
  }
}

/** What every event bus must do; `open` gives a bus of its own state. */
export function eventBusSuite(open: () => EventBus): void {
  const running = async (prepare: (bus: EventBus) => void, work: (bus: EventBus) => Promise<void>): Promise<void> => {
    const bus = open();
    prepare(bus);
    await bus.start();
    try {
      await work(bus);
    } finally {
      await bus.stop();
    }
  };

  describe('an event bus', () => {
    it('gives every group every event, whole', async () => {
      const seen = { notices: [] as DomainEvent[], reports: [] as DomainEvent[] };
      const event = someEvent();
      await running(
        (bus) => {
          bus.subscribe('notices', async (got) => void seen.notices.push(got));
          bus.subscribe('reports', async (got) => void seen.reports.push(got));
        },
        async (bus) => {
          await bus.publish(event);
          await until('both groups saw it', () => seen.notices.length === 1 && seen.reports.length === 1);
        },
      );
      expect(seen).toEqual({ notices: [event], reports: [event] });
    });

    it('offers an event again to a handler that threw, and to nobody whose handler was content', async () => {
      const counts = { refusing: 0, content: 0 };
      await running(
        (bus) => {
          bus.subscribe('refusing', async () => {
            counts.refusing += 1;
            if (counts.refusing < 3) throw new Error('not yet');
          });
          bus.subscribe('content', async () => void (counts.content += 1));
        },
        async (bus) => {
          await bus.publish(someEvent());
          await until('the third attempt succeeded', () => counts.refusing === 3);
        },
      );
      expect(counts).toEqual({ refusing: 3, content: 1 });
    });

    it('keeps other events flowing past one that is refused', async () => {
      const seen: string[] = [];
      await running(
        (bus) =>
          bus.subscribe('group', async (event) => {
            if (event.type === 'test.poison') throw new Error('never');
            seen.push(event.type);
          }),
        async (bus) => {
          await bus.publish(someEvent('test.poison'));
          await bus.publish(someEvent('test.fine'));
          await until('the fine event arrived', () => seen.includes('test.fine'));
        },
      );
    });

    it('delivers what was published before it started', async () => {
      const bus = open();
      const seen: string[] = [];
      const event = someEvent();
      bus.subscribe('group', async (got) => void seen.push(got.id));
      await bus.publish(event);
      await bus.start();
      await until('the early event arrived', () => seen.includes(event.id));
      await bus.stop();
    });

    it('waits for the handler that runs when it is stopped', async () => {
      const bus = open();
      const begun = Promise.withResolvers<void>();
      let finished = false;
      bus.subscribe('group', async () => {
        begun.resolve();
        await wait(50);
        finished = true;
      });
      await bus.start();
      const published = bus.publish(someEvent());
      await begun.promise;
      await bus.stop();
      await published;
      expect(finished).toBe(true);
    });

    it('shows every watcher each event once, whatever groups there are, until the watcher ends', async () => {
      const seen = { first: [] as string[], second: [] as string[] };
      const events = Array.from({ length: 20 }, () => someEvent());
      let end: () => void = () => undefined;
      await running(
        (bus) => {
          end = bus.tail((event) => void seen.first.push(event.id));
          bus.tail((event) => void seen.second.push(event.id));
        },
        async (bus) => {
          for (const event of events) await bus.publish(event);
          await until('both saw all', () => seen.first.length === 20 && seen.second.length === 20);
          end();
          await bus.publish(someEvent());
          await until('the other saw one more', () => seen.second.length === 21);
        },
      );
      expect(seen.first).toEqual(events.map(({ id }) => id));
    });

    it('shows a watcher nothing from before, and does not wait for it or repeat to it what it threw at', async () => {
      const bus = open();
      await bus.start();
      await bus.publish(someEvent('test.before'));
      const handled: string[] = [];
      const seen: string[] = [];
      bus.subscribe('group', async (event) => void handled.push(event.type));
      bus.tail((event) => {
        seen.push(event.type);
        throw new Error('not my day');
      });
      await until('the watcher sees what happens', () => {
        void bus.publish(someEvent('test.after'));
        return seen.length > 0;
      });
      expect(new Set(seen)).toEqual(new Set(['test.after']));
      await bus.stop();
    });
  });
}
