import { systemClock } from '../clock/system-clock.ts';
import type { Transaction } from '../database/database.ts';
import { insertAll, insertIfAbsent } from '../database/insert.ts';
import type { MigrationClass } from '../database/migration.ts';
import { execute } from '../database/statement.ts';
import { tableMigration } from '../database/table-migration.ts';

/** The table of events that were already acted on. */
export function handledEventMigration(timestamp: number): MigrationClass {
  return tableMigration(
    timestamp,
    'handled_event',
    [
      'consumer VARCHAR(64) NOT NULL',
      'event_id CHAR(36) NOT NULL',
      'handled_at BIGINT NOT NULL',
      'PRIMARY KEY (consumer, event_id)',
    ],
    { indexes: [{ name: 'handled_event_at', columns: ['handled_at'] }] },
  );
}

/** True for the first transaction of this consumer that commits for this event, and for no other: what it does happens once. */
export async function handledOnce(tx: Transaction, group: string, eventId: string): Promise<boolean> {
  return insertIfAbsent(tx, 'handled_event', {
    consumer: group,
    event_id: eventId,
    handled_at: systemClock.now().getTime(),
  });
}

/** The same for several events by one statement: marks all of them, or throws a duplicate key and marks none. */
export async function handledTogether(tx: Transaction, group: string, eventIds: readonly string[]): Promise<void> {
  const handled_at = systemClock.now().getTime();
  await insertAll(
    tx,
    'handled_event',
    eventIds.map((event_id) => ({ consumer: group, event_id, handled_at })),
  );
}

/** Forgets events handled before an instant after which none of them can arrive again. */
export async function forgetHandledEvents(tx: Transaction, before: Date): Promise<number> {
  return execute(tx, 'DELETE FROM handled_event WHERE handled_at < ?', [before.getTime()]);
}
