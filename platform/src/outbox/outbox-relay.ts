import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { wakeablePause } from '../clock/wakeable-pause.ts';
import { marksFor } from '../database/marks.ts';
import { execute, query } from '../database/statement.ts';
import { newId } from '../secrets/new-id.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { EventBus } from './event-bus.ts';

/** How long a relay keeps what it claimed; after that another relay may publish it again (at least once). */
const CLAIM_MS = 30_000;
const BATCH = 100;
const LOOK_EVERY_MS = 1_000;
const GATHER_MS = 25;

interface OutboxRow {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly body: string;
}

export interface OutboxRelay {
  /** Says that something was committed; the relay looks at once instead of at its next turn. */
  poke(): void;
  stop(): Promise<void>;
}

export interface OutboxRelayOptions {
  readonly database: Database;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Takes what nobody holds, and what this relay took before and could not publish. */
async function claim(options: OutboxRelayOptions, relay: string): Promise<readonly OutboxRow[]> {
  const { database, clock } = options;
  const now = clock.now().getTime();
  const open = 'claimed_until <= ? OR claimed_by = ?';
  const free = await database.read((tx) =>
    query<{ seq: number }>(tx, `SELECT seq FROM outbox WHERE ${open} ORDER BY seq LIMIT ${BATCH}`, [now, relay]),
  );
  if (free.length === 0) return [];
  const { marks, values: numbers } = marksFor(free.map((row) => row.seq));
  return database.autocommit(async (tx) => {
    await execute(tx, `UPDATE outbox SET claimed_by = ?, claimed_until = ? WHERE seq IN (${marks}) AND (${open})`, [
      relay,
      now + CLAIM_MS,
      ...numbers,
      now,
      relay,
    ]);
    const mine = `SELECT seq, id, type, at, body FROM outbox WHERE claimed_by = ? AND seq IN (${marks}) ORDER BY seq`;
    return query<OutboxRow>(tx, mine, [relay, ...numbers]);
  });
}

/** Publishes one batch; true when there may be more. What was published is forgotten even when a later one is refused. */
async function publishBatch(options: OutboxRelayOptions, relay: string): Promise<boolean> {
  const rows = await claim(options, relay);
  // All at once: the bus promises no order, and the driver sends them in one write.
  const attempts = await Promise.allSettled(
    rows.map(async (row) => {
      const body = JSON.parse(row.body) as Record<string, unknown>;
      await options.bus.publish({ id: row.id, type: row.type, at: row.at, body });
    }),
  );
  const published = rows.filter((_, place) => attempts[place]?.status === 'fulfilled').map((row) => row.seq);
  if (published.length > 0) {
    const { marks, values } = marksFor(published);
    await options.database.autocommit((tx) => execute(tx, `DELETE FROM outbox WHERE seq IN (${marks})`, values));
  }
  const refused = attempts.find((attempt) => attempt.status === 'rejected');
  if (refused !== undefined) throw refused.reason;
  return rows.length === BATCH;
}

/** Leaves what a stopping relay holds to the others at once. */
async function letGo(options: OutboxRelayOptions, relay: string): Promise<void> {
  try {
    await options.database.autocommit((tx) =>
      execute(tx, 'UPDATE outbox SET claimed_until = 0 WHERE claimed_by = ?', [relay]),
    );
  } catch (error) {
    options.logger.debug({ err: error }, 'outbox claims run out by themselves');
  }
}

/** Moves committed events to the bus, each at least once; several relays of one database share the work (design 7). */
export function startOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  const relay = newId();
  let stopped = false;
  let due = true;
  const { rest, wake } = wakeablePause();
  let isGathering = false;

  /** Events that follow each other closely leave together: the first one at once, the others a moment later. */
  const gather = async (): Promise<void> => {
    isGathering = true;
    await rest(GATHER_MS);
    isGathering = false;
  };
  const loop = async (): Promise<void> => {
    while (!stopped) {
      due = false;
      let isMore = false;
      try {
        isMore = await publishBatch(options, relay);
      } catch (error) {
        due = false;
        options.logger.warn({ err: error }, 'outbox relay could not publish, will try again');
      }
      if (stopped || isMore) continue;
      await (due ? gather() : rest(LOOK_EVERY_MS));
    }
  };
  const running = loop();
  return {
    poke() {
      due = true;
      if (!isGathering) wake();
    },
    async stop() {
      stopped = true;
      wake();
      await running;
      await letGo(options, relay);
    },
  };
}
