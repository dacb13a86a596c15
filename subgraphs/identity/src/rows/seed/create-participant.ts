import type { Transaction } from '@countersign/platform';
import type { ClearingParticipant } from '../../clearing-participant/clearing-participant.ts';
import { insertParticipant } from '../participant-row.ts';
import { participantCode } from '../../user-id/participant-code.ts';
import type { ClearingHouse } from '../../user-id/user-id-shape.ts';

/** A participant to be registered. */
export interface NewParticipant {
  readonly code: string;
  readonly name: string;
  readonly clearingHouse: ClearingHouse;
  /** Defaults to the name. */
  readonly firm?: string;
  readonly emailDomains?: readonly string[];
}

/** Registers a participant directly; for the demonstration, the import and tests. A code that exists throws. */
export async function createParticipant(
  tx: Transaction,
  wanted: NewParticipant,
  at: Date,
): Promise<ClearingParticipant> {
  const code = participantCode(wanted.code);
  if (code === null) throw new RangeError('A participant code has 2 to 6 letters or digits.');
  const participant: ClearingParticipant = {
    code,
    name: wanted.name,
    clearingHouse: wanted.clearingHouse,
    firm: wanted.firm ?? wanted.name,
    emailDomains: (wanted.emailDomains ?? []).map((domain) => domain.toLowerCase()),
  };
  await insertParticipant(tx, participant, at);
  return participant;
}
