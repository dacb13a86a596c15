import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { AdjustableClock } from '../clock/adjustable-clock.ts';
import type { Database } from '../database/database.ts';
import type { MigrationClass } from '../database/migration.ts';
import { execute, query } from '../database/statement.ts';
import { createLogger } from '../telemetry/logger.ts';
import { until } from './event-bus.suite.ts';
import type { DomainEvent, EventBus } from './event-bus.ts';
import { handledEventMigration, handledOnce } from './handled-once.ts';
import { outbox, outboxMigration } from './outbox.ts';
import { startOutboxRelay } from './outbox-relay.ts';

export const outboxMigrations: readonly MigrationClass[] = [outboxMigration(1), handledEventMigration(2)];

const logger = createLogger({ level: 'silent', part: 'test' });
const at = new Date('2026-07-01T00:00:00Z');

/** A bus end that fails as often as it is told before it accepts. */
function receiver(failures = 0): { bus: EventBus; seen: DomainEvent[] } {
  const seen: DomainEvent[] = [];
  let left = failures;
  const bus: EventBus = {
    async publish(event) {
      if (left-- > 0) throw new Error('bus away');
      seen.push(event);
    },
    subscribe: () => undefined,
    tail: () => () => undefined,
    start: async () => undefined,
    stop: async () => undefined,
  };
  return { bus, seen };
}

/** What the outbox must do on every engine. */
export function outboxSuite(database: () => Database): void {
  const clock = new AdjustableClock(at);
  const enqueue = (names: readonly string[]): Promise<void> =>
    database().transaction(async (tx) => {
      for (const name of names) await outbox.enqueue(tx, { type: 'test.happened', at, body: { name } });
    });
  const waiting = async (): Promise<number> => {
    const [row] = await database().read((tx) => query<{ n: number }>(tx, 'SELECT COUNT(*) AS n FROM outbox'));
    return row?.n ?? 0;
  };
  const drained = async (): Promise<void> => {
    while ((await waiting()) > 0) await wait(5);
  };

  describe('an outbox', () => {
    it('publishes what was committed, in order, and nothing that was rolled back', async () => {
      const { bus, seen } = receiver();
      const relay = startOutboxRelay({ database: database(), bus, clock, logger });
      await enqueue(['a', 'b', 'c']);
      const lost = database().transaction(async (tx) => {
        await outbox.enqueue(tx, { type: 'test.happened', at, body: { name: 'lost' } });
        throw new Error('no');
      });
      await expect(lost).rejects.toThrow('no');
      relay.poke();
      await until('all were published', () => seen.length === 3);
      await drained();
      await relay.stop();
      expect(seen.map((event) => event.body)).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
      expect(seen[0]).toMatchObject({ type: 'test.happened', at: at.toISOString() });
    });

    it('shares the work of two relays without publishing anything twice', async () => {
      const { bus, seen } = receiver();
      await enqueue(Array.from({ length: 250 }, (_, index) => `${index}`));
      const relays = [1, 2].map(() => startOutboxRelay({ database: database(), bus, clock, logger }));
      await until('all were published', () => seen.length >= 250);
      await drained();
      await Promise.all(relays.map((relay) => relay.stop()));
      expect(seen).toHaveLength(250);
      expect(new Set(seen.map((event) => event.id)).size).toBe(250);
    });

    it('publishes at its next turn what the bus refused', async () => {
      const { bus, seen } = receiver(1);
      await enqueue(['late']);
      const relay = startOutboxRelay({ database: database(), bus, clock, logger });
      await until('it was published', () => {
        relay.poke();
        return seen.length === 1;
      });
      await drained();
      await relay.stop();
    });
  });

  it('takes over what a relay claimed that died', async () => {
    const { bus, seen } = receiver();
    await enqueue(['orphan']);
    await database().transaction((tx) =>
      execute(tx, "UPDATE outbox SET claimed_by = 'dead', claimed_until = ?", [clock.now().getTime() + 30_000]),
    );
    const relay = startOutboxRelay({ database: database(), bus, clock, logger });
    relay.poke();
    await wait(50);
    expect(seen).toEqual([]);
    clock.advance(30_000);
    relay.poke();
    await until('it was published', () => seen.length === 1);
    await drained();
    await relay.stop();
  });

  describe('handledOnce', () => {
    it('is true for exactly one of 16 transactions of a group, and again for another group', async () => {
      const event = '01890000-0000-7000-8000-000000000001';
      const told = await Promise.all(
        Array.from({ length: 16 }, () => database().transaction((tx) => handledOnce(tx, 'notices', event))),
      );
      expect(told.filter(Boolean)).toHaveLength(1);
      expect(await database().transaction((tx) => handledOnce(tx, 'reports', event))).toBe(true);
    });

    it('stays open when the transaction that asked was rolled back', async () => {
      const event = '01890000-0000-7000-8000-000000000002';
      const failing = database().transaction(async (tx) => {
        await handledOnce(tx, 'notices', event);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await database().transaction((tx) => handledOnce(tx, 'notices', event))).toBe(true);
    });
  });
}
