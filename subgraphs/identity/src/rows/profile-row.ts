import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { UserId } from '../user-id/canonical-user-id.ts';
import type { ParticipantCode } from '../user-id/participant-code.ts';
import type { ClearingHouse } from '../user-id/user-id-shape.ts';
import { mailboxKey } from '../user-profile/registered-email.ts';
import type { ClearingHouseOptions, ProfileStatus, ProfileType, UserProfile } from '../user-profile/user-profile.ts';

/** One row of user_profile as it is read. */
export interface ProfileRow {
  readonly uuid: string;
  readonly user_id: UserId;
  readonly type: ProfileType;
  readonly participant: ParticipantCode | null;
  readonly clearing_house: ClearingHouse | null;
  readonly status: ProfileStatus;
  readonly surname: string;
  readonly other_names: string;
  readonly email: string | null;
  readonly enable_from: LocalDate | null;
  readonly disable_after: LocalDate | null;
  readonly clearing_house_options: ClearingHouseOptions;
  readonly settlement_agent_name: string | null;
  readonly group_codes: string;
  readonly srn: string | null;
  readonly certificate_expiry: LocalDate | null;
  readonly smartcard_allowed: number;
  readonly created_in_phase: MigrationPhase;
  readonly version: number;
  readonly security_version: number;
  readonly deleted_at: number | null;
}

/** The columns of ProfileRow, always all of them: a row read without its status would look enabled (O15). */
export const PROFILE_COLUMNS = [
  'uuid',
  'user_id',
  'type',
  'participant',
  'clearing_house',
  'status',
  'surname',
  'other_names',
  'email',
  'enable_from',
  'disable_after',
  'clearing_house_options',
  'settlement_agent_name',
  'group_codes',
  'srn',
  'certificate_expiry',
  'smartcard_allowed',
  'created_in_phase',
  'version',
  'security_version',
  'deleted_at',
]
  .map((column) => `p.${column} AS ${column}`)
  .join(', ');

/** The profile that a row holds. */
export function profileOf(row: ProfileRow): UserProfile {
  return {
    uuid: row.uuid,
    userId: row.user_id,
    type: row.type,
    participant: row.participant,
    clearingHouse: row.clearing_house,
    status: row.status,
    surname: row.surname,
    otherNames: row.other_names,
    email: row.email,
    enableFrom: row.enable_from,
    disableAfter: row.disable_after,
    clearingHouseOptions: row.clearing_house_options,
    settlementAgentName: row.settlement_agent_name,
    groups: row.group_codes.split(' ').filter((code) => code !== ''),
    srn: row.srn,
    certificateExpiry: row.certificate_expiry,
    smartcardAllowed: row.smartcard_allowed === 1,
    createdInPhase: row.created_in_phase,
    version: row.version,
    securityVersion: row.security_version,
    deletedAt: row.deleted_at === null ? null : new Date(row.deleted_at),
  };
}

/** What a search by name looks at: every word preceded by a blank, lower case. */
export function nameKey(surname: string, otherNames: string): string {
  return ` ${surname} ${otherNames}`.toLowerCase().trimEnd();
}

/** Group codes as one column. */
export function groupColumn(groups: readonly string[]): string {
  return groups.length === 0 ? '' : ` ${[...new Set(groups)].join(' ')} `;
}

/** The columns of a new row, those of the living included in neither `live_user_id` nor `deleted_at`. */
export function columnsOf(
  profile: UserProfile,
  at: Date,
): Readonly<Record<(typeof COLUMNS_WRITTEN)[number], string | number | null>> {
  return {
    uuid: profile.uuid,
    user_id: profile.userId,
    type: profile.type,
    participant: profile.participant,
    clearing_house: profile.clearingHouse,
    status: profile.status,
    surname: profile.surname,
    other_names: profile.otherNames,
    name_key: nameKey(profile.surname, profile.otherNames),
    email: profile.email,
    mailbox_key: profile.email === null ? null : mailboxKey(profile.email),
    enable_from: profile.enableFrom,
    disable_after: profile.disableAfter,
    clearing_house_options: profile.clearingHouseOptions,
    settlement_agent_name: profile.settlementAgentName,
    group_codes: groupColumn(profile.groups),
    srn: profile.srn,
    certificate_expiry: profile.certificateExpiry,
    smartcard_allowed: profile.smartcardAllowed ? 1 : 0,
    created_in_phase: profile.createdInPhase,
    version: profile.version,
    security_version: profile.securityVersion,
    created_at: at.getTime(),
    updated_at: at.getTime(),
  };
}

/** The columns that columnsOf fills, in its order. */
export const COLUMNS_WRITTEN = [
  'uuid',
  'user_id',
  'type',
  'participant',
  'clearing_house',
  'status',
  'surname',
  'other_names',
  'name_key',
  'email',
  'mailbox_key',
  'enable_from',
  'disable_after',
  'clearing_house_options',
  'settlement_agent_name',
  'group_codes',
  'srn',
  'certificate_expiry',
  'smartcard_allowed',
  'created_in_phase',
  'version',
  'security_version',
  'created_at',
  'updated_at',
] as const;
