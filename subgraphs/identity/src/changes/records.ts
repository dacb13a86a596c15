import type { CalendarOverrides } from '../function-hours/calendar-override.ts';
import type { Catalogue } from '../groups/catalogue.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { ProfileEdit } from '../user-profile/profile-edit.ts';
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
  /** Writes the edit only while the profile is live and has this version; false when another change was first. */
  edit(profile: UserProfile, edit: ProfileEdit, at: Date): Promise<boolean>;
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
  readonly code?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}
