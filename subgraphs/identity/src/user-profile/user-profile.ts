import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { UserId } from '../user-id/canonical-user-id.ts';
import type { ParticipantCode } from '../user-id/participant-code.ts';
import type { ClearingHouse } from '../user-id/user-id-shape.ts';

/** Whose profile it is; stored, never read from the ID (C2). */
export type ProfileType = 'USER' | 'DA' | 'HKEX';
/** The switch on the form; `usable` also asks the dates. */
export type ProfileStatus = 'ENABLED' | 'DISABLED';
/** The form's drop-down (domain 3.3). */
export type ClearingHouseOptions = 'CASH' | 'DERIVATIVES' | 'ALL';

/** All fields of the form (domain 3.3) and what the product adds. Who holds it is `uuid`; `userId` may be given again after a deletion. */
export interface UserProfile {
  readonly uuid: string;
  readonly userId: UserId;
  readonly type: ProfileType;
  /** Null for the clearing house's own staff. */
  readonly participant: ParticipantCode | null;
  readonly clearingHouse: ClearingHouse | null;
  readonly status: ProfileStatus;
  readonly surname: string;
  readonly otherNames: string;
  readonly email: string | null;
  /** First day of use, null for at once. */
  readonly enableFrom: LocalDate | null;
  /** Last day of use, inclusive; null for no end. */
  readonly disableAfter: LocalDate | null;
  readonly clearingHouseOptions: ClearingHouseOptions;
  /** Set when a settlement agent's staff use this profile for the principal (W23). */
  readonly settlementAgentName: string | null;
  readonly groups: readonly string[];
  readonly srn: string | null;
  readonly certificateExpiry: LocalDate | null;
  /** False for users created from PARALLEL on: they use two factors only (seed 3.2). */
  readonly smartcardAllowed: boolean;
  readonly createdInPhase: MigrationPhase;
  /** Goes up with every change; a proposal names the one it saw. */
  readonly version: number;
  /** Goes up with every change that must end sessions (S3). */
  readonly securityVersion: number;
  /** Set once the profile is a tombstone. */
  readonly deletedAt: Date | null;
}
