import type { ParticipantCode } from '../user-id/participant-code.ts';
import type { ClearingHouse } from '../user-id/user-id-shape.ts';

/** The tenant boundary: one record for each house in which a firm clears; the firm links them (domain 1, 8). */
export interface ClearingParticipant {
  readonly code: ParticipantCode;
  readonly name: string;
  readonly clearingHouse: ClearingHouse;
  readonly firm: string;
  /** The firm's own mail domains, lower case; empty when none is registered. */
  readonly emailDomains: readonly string[];
}
