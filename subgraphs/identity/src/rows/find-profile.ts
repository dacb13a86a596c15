import { query, type Transaction } from '@countersign/platform';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { PROFILE_COLUMNS, type ProfileRow, profileOf } from './profile-row.ts';

/** A live profile together with the phase in force, read by one statement. */
export interface FoundProfile {
  readonly profile: UserProfile;
  readonly phase: MigrationPhase;
}

/** Whoever has a user ID and the phase in force; the phase is there also when nobody has it. */
export interface FoundPerson {
  readonly profile: UserProfile | null;
  readonly phase: MigrationPhase;
}

/** Either name of a profile. */
export type ProfileName = { readonly uuid: string } | { readonly userId: string };

/** The live profile of that name and the phase in force, or null: one indexed SELECT, asked at every request. */
export async function findProfile(tx: Transaction, name: ProfileName): Promise<FoundProfile | null> {
  const [where, value] =
    'uuid' in name ? ['p.uuid = ? AND p.deleted_at IS NULL', name.uuid] : ['p.live_user_id = ?', name.userId];
  const [row] = await query<ProfileRow & { readonly phase: MigrationPhase }>(
    tx,
    `SELECT ${PROFILE_COLUMNS}, m.phase AS phase FROM user_profile p JOIN migration_phase m ON m.id = 1 WHERE ${where}`,
    [value],
  );
  return row === undefined ? null : { profile: profileOf(row), phase: row.phase };
}

/** The same for a login, which needs the phase even for an ID that nobody has: one statement either way (O8). */
export async function findPerson(tx: Transaction, userId: string): Promise<FoundPerson> {
  const [row] = await query<ProfileRow & { readonly phase: MigrationPhase }>(
    tx,
    `SELECT ${PROFILE_COLUMNS}, m.phase AS phase FROM migration_phase m LEFT JOIN user_profile p ON p.live_user_id = ? WHERE m.id = 1`,
    [userId],
  );
  if (row === undefined) throw new Error('The phase row is missing.');
  // A left join that found nobody fills the profile's columns with nulls.
  return { profile: (row.uuid as string | null) === null ? null : profileOf(row), phase: row.phase };
}
