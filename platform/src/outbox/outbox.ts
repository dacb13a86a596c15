import type { Transaction } from '../database/database.ts';
import { insert } from '../database/insert.ts';
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
  async enqueue(tx: Transaction, event: OutgoingEvent): Promise<void> {
    await insert(tx, 'outbox', {
      id: newId(),
      type: event.type,
      at: event.at.toISOString(),
      body: JSON.stringify(event.body),
    });
  },
};
