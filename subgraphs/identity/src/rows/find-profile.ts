import { query, type Transaction } from '@countersign/platform';
import type { LocalDate } from '../function-hours/hong-kong-date.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { PROFILE_COLUMNS, type ProfileRow, profileOf } from './profile-row.ts';

/** What of the house every request needs: it comes with the profile. */
interface FoundHouse {
  readonly phase: MigrationPhase;
  /** Which catalogue of groups is in force. */
  readonly catalogueStamp: string;
}

/** A live profile together with the phase in force, read by one statement. */
export interface FoundProfile extends FoundHouse {
  readonly profile: UserProfile;
  /** Last day of a waiver of the second person that the participant has or had (W2). */
  readonly waivedUntil: LocalDate | null;
}

/** Whoever has a user ID and the phase in force; the phase is there also when nobody has it. */
export interface FoundPerson extends FoundHouse {
  readonly profile: UserProfile | null;
  readonly waivedUntil: LocalDate | null;
}

/** One row of it as a SELECT gives it. */
export interface FoundRow extends ProfileRow {
  readonly phase: MigrationPhase;
  readonly catalogue_stamp: string;
  readonly waived_until: LocalDate | null;
}

const COLUMNS = `${PROFILE_COLUMNS}, m.phase AS phase, m.catalogue_stamp AS catalogue_stamp, w.until_date AS waived_until`;
const WAIVER = 'LEFT JOIN sole_da_waiver w ON w.participant = p.participant';

/** The statement up to its condition. */
export const SELECT_FOUND = `SELECT ${COLUMNS} FROM user_profile p JOIN migration_phase m ON m.id = 1 ${WAIVER}`;

const houseOf = (row: FoundRow): FoundHouse & { readonly waivedUntil: LocalDate | null } => ({
  phase: row.phase,
  catalogueStamp: row.catalogue_stamp,
  waivedUntil: row.waived_until,
});

/** The live profile that a row stands for. */
export const foundProfileOf = (row: FoundRow): FoundProfile => ({ profile: profileOf(row), ...houseOf(row) });

/** Either name of a profile. */
export type ProfileName = { readonly uuid: string } | { readonly userId: string };

/** The live profile of that name and the phase in force, or null: one indexed SELECT, asked at every request. */
export async function findProfile(tx: Transaction, name: ProfileName): Promise<FoundProfile | null> {
  const [where, value] =
    'uuid' in name ? ['p.uuid = ? AND p.deleted_at IS NULL', name.uuid] : ['p.live_user_id = ?', name.userId];
  const [row] = await query<FoundRow>(tx, `${SELECT_FOUND} WHERE ${where}`, [value]);
  return row === undefined ? null : foundProfileOf(row);
}

/** The same for a login, which needs the phase even for an ID that nobody has: one statement either way (O8). */
export async function findPerson(tx: Transaction, userId: string): Promise<FoundPerson> {
  const [row] = await query<FoundRow>(
    tx,
    `SELECT ${COLUMNS} FROM migration_phase m LEFT JOIN user_profile p ON p.live_user_id = ? ${WAIVER} WHERE m.id = 1`,
    [userId],
  );
  if (row === undefined) throw new Error('The phase row is missing.');
  // A left join that found nobody fills the profile's columns with nulls.
  return { profile: (row.uuid as string | null) === null ? null : profileOf(row), ...houseOf(row) };
}
