import { execute, insertIfAbsent, query, type ReportArgs, type Transaction } from '@countersign/platform';
import {
  type ExportFormat,
  type ExportOrder,
  MOST_TICKETS,
  TICKET_LIFE_MS,
  type TicketOwner,
} from '../exports/export-ticket.ts';
import type { ReportName } from '../exports/report-book.ts';

const DAY_MS = 86_400_000;

/** A stored ticket: its order and its owner. */
export interface StoredTicket extends ExportOrder {
  readonly owner: TicketOwner;
}

/** Stores a ticket for its owner, or not when he holds as many unredeemed ones as he may: the slots' unique key decides, also in a race. */
export async function storeTicket(
  tx: Transaction,
  digest: string,
  { owner, report, args, format }: StoredTicket,
  at: Date,
): Promise<boolean> {
  const now = at.getTime();
  await execute(tx, 'DELETE FROM export_ticket WHERE issued_at < ?', [now - DAY_MS]);
  await execute(
    tx,
    'UPDATE export_ticket SET slot = NULL WHERE owner_uuid = ? AND slot IS NOT NULL AND expires_at <= ?',
    [owner.uuid, now],
  );
  const row = {
    digest,
    report,
    args: JSON.stringify(args),
    format,
    owner_uuid: owner.uuid,
    owner_name: owner.name.slice(0, 80),
    participant: owner.participant,
    issued_at: now,
    expires_at: now + TICKET_LIFE_MS,
  };
  const held = await query<{ slot: number }>(
    tx,
    'SELECT slot FROM export_ticket WHERE owner_uuid = ? AND slot IS NOT NULL',
    [owner.uuid],
  );
  const taken = new Set(held.map(({ slot }) => Number(slot)));
  for (let slot = 0; slot < MOST_TICKETS; slot++)
    if (!taken.has(slot) && (await insertIfAbsent(tx, 'export_ticket', { ...row, slot }))) return true;
  return false;
}

/** Spends a ticket for its owner; false when it is unknown, spent, expired or somebody else's: one guarded statement decides. */
export async function spendTicket(tx: Transaction, digest: string, ownerUuid: string, at: Date): Promise<boolean> {
  const affected = await execute(
    tx,
    `UPDATE export_ticket SET redeemed_at = ?, slot = NULL
      WHERE digest = ? AND owner_uuid = ? AND redeemed_at IS NULL AND expires_at > ?`,
    [at.getTime(), digest, ownerUuid, at.getTime()],
  );
  return affected === 1;
}

/** Notes that a redeemed export is over; false when it is unknown, was not redeemed or is over already. */
export async function endTicket(tx: Transaction, digest: string, at: Date): Promise<boolean> {
  const affected = await execute(
    tx,
    'UPDATE export_ticket SET ended_at = ? WHERE digest = ? AND redeemed_at IS NOT NULL AND ended_at IS NULL',
    [at.getTime(), digest],
  );
  return affected === 1;
}

/** The ticket of that digest, or null. */
export async function findTicket(tx: Transaction, digest: string): Promise<StoredTicket | null> {
  const [row] = await query<{
    readonly report: ReportName;
    readonly args: string;
    readonly format: ExportFormat;
    readonly owner_uuid: string;
    readonly owner_name: string;
    readonly participant: string | null;
  }>(tx, 'SELECT report, args, format, owner_uuid, owner_name, participant FROM export_ticket WHERE digest = ?', [
    digest,
  ]);
  if (row === undefined) return null;
  return {
    report: row.report,
    args: JSON.parse(row.args) as ReportArgs,
    format: row.format,
    owner: { uuid: row.owner_uuid, name: row.owner_name, participant: row.participant },
  };
}
