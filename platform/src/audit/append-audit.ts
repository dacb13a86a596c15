import type { Transaction } from '../database/database.ts';
import { type NewRow, insertAll } from '../database/insert.ts';
import { AUTO_ID, type MigrationClass } from '../database/migration.ts';
import { tableMigration } from '../database/table-migration.ts';
import { redactAudited } from '../telemetry/redact.ts';
import type { AuditEntry } from './audit-entry.ts';

/** The append-only table of what was decided; `seq` orders it for the sealer. */
export function auditMigration(timestamp: number): MigrationClass {
  return tableMigration(
    timestamp,
    'audit_entry',
    [
      `seq ${AUTO_ID}`,
      'at BIGINT NOT NULL',
      'action VARCHAR(80) NOT NULL',
      'outcome VARCHAR(10) NOT NULL',
      'actor VARCHAR(80) NOT NULL',
      'actor_uuid VARCHAR(64) NULL',
      'participant VARCHAR(32) NULL',
      'target VARCHAR(190) NULL',
      'target_uuid VARCHAR(64) NULL',
      'request_id VARCHAR(80) NULL',
      'flow_id VARCHAR(80) NULL',
      'session_id VARCHAR(80) NULL',
      'source_address VARCHAR(64) NULL',
      'code VARCHAR(80) NULL',
      'before_json MEDIUMTEXT NULL',
      'after_json MEDIUMTEXT NULL',
    ],
    {
      indexes: [
        { name: 'audit_entry_at', columns: ['at'] },
        { name: 'audit_entry_actor', columns: ['actor', 'seq'] },
        { name: 'audit_entry_target', columns: ['target', 'seq'] },
        { name: 'audit_entry_participant', columns: ['participant', 'seq'] },
      ],
    },
  );
}

function asJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(redactAudited(value));
}

type Optional = Exclude<keyof AuditEntry, 'at' | 'action' | 'outcome' | 'actor' | 'before' | 'after'>;

/** Columns that may stay empty, with the most that each holds: an overlong name must not undo a decision. */
const OPTIONAL = {
  actor_uuid: ['actorUuid', 64],
  participant: ['participant', 32],
  target: ['target', 190],
  target_uuid: ['targetUuid', 64],
  request_id: ['requestId', 80],
  flow_id: ['flowId', 80],
  session_id: ['sessionId', 80],
  source_address: ['sourceAddress', 64],
  code: ['code', 80],
} as const satisfies Record<string, readonly [Optional, number]>;

function rowOf(entry: AuditEntry): NewRow {
  const optional = Object.entries(OPTIONAL).map(([column, [field, most]]) => [
    column,
    entry[field]?.slice(0, most) ?? null,
  ]);
  return {
    at: entry.at.getTime(),
    action: entry.action,
    outcome: entry.outcome,
    actor: entry.actor.slice(0, 80),
    ...(Object.fromEntries(optional) as Record<string, string | null>),
    before_json: asJson(entry.before),
    after_json: asJson(entry.after),
  };
}

/** Writes one audit row in the transaction it describes: no decision without its row, no row without its decision. */
export function appendAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  return appendAuditAll(tx, [entry]);
}

/** Writes several audit rows by one statement, in their order. */
export function appendAuditAll(tx: Transaction, entries: readonly AuditEntry[]): Promise<void> {
  return insertAll(tx, 'audit_entry', entries.map(rowOf));
}
