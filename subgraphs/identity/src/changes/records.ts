import type { ClearingParticipant } from '../clearing-participant/clearing-participant.ts';
import type { CalendarOverrides } from '../function-hours/calendar-override.ts';
import type { HouseRecords } from './house-records.ts';
import type { Catalogue } from '../groups/catalogue.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { ProfileRewrite } from '../user-profile/profile-rewrite.ts';
import type { PermissionQuestion } from '../permission-matrix/matrix.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';

/** What changes read and write, all inside one unit of work. */
export interface Records {
  /** The same records with these read at one go, for work on many profiles: what is found answers from memory from then on. */
  ahead(wanted: WantedAhead): Promise<Records>;
  /** The live profile, or null; a tombstone is nobody. */
  profile(uuid: string): Promise<UserProfile | null>;
  profileNamed(userId: string): Promise<UserProfile | null>;
  phase(): Promise<MigrationPhase>;
  /** The catalogue of groups in force. */
  catalogue(): Promise<Catalogue>;
  /** The permission matrix of this installation (domain 2). */
  permits(question: PermissionQuestion): boolean;
  calendarOverrides(around: Date): Promise<CalendarOverrides>;
  /** The participant's own mail domains. */
  corporateDomains(participant: string): Promise<readonly string[]>;
  /** True when another live profile of the participant has the same mailbox. */
  sharesMailbox(profile: UserProfile, email: string): Promise<boolean>;
  /** The registered participant, or null. */
  participant(code: string): Promise<ClearingParticipant | null>;
  /** True when the participant may not be given this user ID: it lives, or another participant buried it (domain 3.2.8). */
  isUserIdTaken(profile: Pick<UserProfile, 'userId' | 'participant'>): Promise<boolean>;
  /** True when another enabled profile of the participant holds the group. */
  heldByAnother(profile: UserProfile, group: string): Promise<boolean>;
  /** The participant's live profiles with an administrator's group. */
  administrators(participant: string): Promise<readonly UserProfile[]>;
  /** The other live profiles of the participant with the same mailbox. */
  atMailbox(profile: UserProfile): Promise<readonly UserProfile[]>;
  /** Writes a new profile; false when its user ID lives already. */
  create(profile: UserProfile, at: Date): Promise<boolean>;
  /** Writes the edit only while the profile is live and has this version; false when another change was first. */
  edit(profile: UserProfile, edit: ProfileRewrite, at: Date): Promise<boolean>;
  /** Makes the profile a tombstone, guarded as an edit is. */
  bury(profile: UserProfile, at: Date): Promise<boolean>;
  /** Disables a live, enabled profile whatever its version; false when it was not enabled any more (W8). */
  disableAtOnce(profile: UserProfile, at: Date): Promise<boolean>;
  /** What belongs to the house itself. */
  readonly house: HouseRecords;
  audit(entry: ChangeAudit): Promise<void>;
  announce(type: string, at: Date, body: Readonly<Record<string, unknown>>): Promise<void>;
}

/** What many lines will ask for, named before the first one does. */
export interface WantedAhead {
  readonly uuids: readonly string[];
  readonly userIds: readonly string[];
  /** Addresses that `sharesMailbox` will be asked about. */
  readonly emails: readonly string[];
}

/** What the audit keeps of one change. */
export interface ChangeAudit {
  readonly at: Date;
  readonly action: string;
  readonly outcome: 'SUCCESS' | 'REFUSED';
  readonly maker: UserProfile | null;
  readonly checker?: UserProfile | null;
  readonly target?: { readonly uuid: string; readonly subject: string; readonly participant: string | null } | null;
  /** What was typed for the target, when no profile was settled on. */
  readonly targetTyped?: string;
  readonly requestId?: string;
  /** Where somebody acted alone, in his own session. */
  readonly sessionId?: string;
  readonly sourceAddress?: string;
  readonly code?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}
