import type { Transaction } from '../database/database.ts';
import { insertAll } from '../database/insert.ts';
import { AUTO_ID, type MigrationClass } from '../database/migration.ts';
import { tableMigration } from '../database/table-migration.ts';
import { newId } from '../secrets/new-id.ts';

/** The table of events that are committed and not yet on the bus; `timestamp` orders its migration among the package's own. */
export function outboxMigration(timestamp: number): MigrationClass {
  return tableMigration(
    timestamp,
    'outbox',
    [
      `seq ${AUTO_ID}`,
      'id CHAR(36) NOT NULL',
      'type VARCHAR(80) NOT NULL',
      'at CHAR(24) NOT NULL',
      'body MEDIUMTEXT NOT NULL',
      'claimed_by CHAR(36) NULL',
      'claimed_until BIGINT NOT NULL DEFAULT 0',
    ],
    { indexes: [{ name: 'outbox_claimed_by', columns: ['claimed_by'] }] },
  );
}

/** An event about to be committed together with what it tells of. */
export interface OutgoingEvent {
  readonly type: string;
  readonly at: Date;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Leaves an event in the caller's transaction: it is published if, and only if, that transaction commits. */
export const outbox = {
  enqueue: (tx: Transaction, event: OutgoingEvent): Promise<void> => outbox.enqueueAll(tx, [event]),
  /** Several of them by one statement, in their order. */
  enqueueAll(tx: Transaction, events: readonly OutgoingEvent[]): Promise<void> {
    const rows = events.map(({ type, at, body }) => ({
      id: newId(),
      type,
      at: at.toISOString(),
      body: JSON.stringify(body),
    }));
    return insertAll(tx, 'outbox', rows);
  },
};
