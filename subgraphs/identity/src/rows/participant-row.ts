import { insert, query, type Transaction } from '@countersign/platform';
import type { ClearingParticipant } from '../clearing-participant/clearing-participant.ts';
import type { ParticipantCode } from '../user-id/participant-code.ts';
import type { ClearingHouse } from '../user-id/user-id-shape.ts';

interface ParticipantRow {
  readonly code: ParticipantCode;
  readonly name: string;
  readonly clearing_house: ClearingHouse;
  readonly firm: string;
  readonly email_domains: string;
}

/** The registered participants among these codes. */
export async function findParticipants(
  tx: Transaction,
  codes: readonly string[],
): Promise<readonly ClearingParticipant[]> {
  if (codes.length === 0) return [];
  const rows = await query<ParticipantRow>(
    tx,
    `SELECT code, name, clearing_house, firm, email_domains FROM clearing_participant WHERE code IN (${codes.map(() => '?').join(', ')})`,
    codes,
  );
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    clearingHouse: row.clearing_house,
    firm: row.firm,
    emailDomains: row.email_domains.split(' ').filter((domain) => domain !== ''),
  }));
}

/** Registers a participant; a code that exists is a duplicate key. */
export async function insertParticipant(tx: Transaction, participant: ClearingParticipant, at: Date): Promise<void> {
  await insert(tx, 'clearing_participant', {
    code: participant.code,
    name: participant.name,
    clearing_house: participant.clearingHouse,
    firm: participant.firm,
    email_domains: participant.emailDomains.join(' '),
    created_at: at.getTime(),
  });
}
