import { execute, Fault, insertIfAbsent, isDuplicateKey, query, type Transaction } from '@countersign/platform';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { columnsOf } from './profile-row.ts';

/** Rows in one statement: few round trips, and far below any limit on parameters. */
const AT_ONCE = 100;

/** Writes many rows of one table, all with the same columns. */
export async function insertRows(
  tx: Transaction,
  table: 'user_profile' | 'import_row',
  rows: readonly Readonly<Record<string, string | number | null>>[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    const columns = Object.keys(some[0] ?? {});
    const marks = `(${columns.map(() => '?').join(', ')})`;
    await execute(
      tx,
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${some.map(() => marks).join(', ')}`,
      some.flatMap((row) => columns.map((column) => row[column] ?? null)),
    );
  }
}

/** Which of these user IDs nobody may be given: those of the living, and those of another participant's tombstones (domain 3.2.8). */
export async function takenUserIds(
  tx: Transaction,
  profiles: readonly Pick<UserProfile, 'userId' | 'participant'>[],
): Promise<ReadonlySet<string>> {
  if (profiles.length === 0) return new Set();
  const rows = await query<{ user_id: string; participant: string | null; deleted_at: number | null }>(
    tx,
    `SELECT user_id, participant, deleted_at FROM user_profile WHERE user_id IN (${profiles.map(() => '?').join(', ')})`,
    profiles.map((profile) => profile.userId),
  );
  const owners = new Map(profiles.map((profile) => [profile.userId as string, profile.participant]));
  return new Set(
    rows
      .filter((row) => row.deleted_at === null || row.participant !== owners.get(row.user_id))
      .map((row) => row.user_id),
  );
}

/** Writes live profiles; USER_ID_TAKEN when one of the IDs may not be given. */
export async function insertProfiles(tx: Transaction, profiles: readonly UserProfile[], at: Date): Promise<void> {
  const taken = await takenUserIds(tx, profiles);
  const [first] = taken;
  if (first !== undefined) throw new Fault('USER_ID_TAKEN', `The user ID ${first} is in use.`);
  try {
    await insertRows(
      tx,
      'user_profile',
      profiles.map((profile) => ({ ...columnsOf(profile, at), live_user_id: profile.userId, deleted_at: null })),
    );
  } catch (error) {
    if (isDuplicateKey(error)) throw new Fault('USER_ID_TAKEN', 'The user ID is in use.', { cause: error });
    throw error;
  }
}

/** Writes one live profile unless its ID lives: the unique index decides between two who come at once. Whether it may be given is asked before (W6, domain 3.2.8). */
export async function createGuarded(tx: Transaction, profile: UserProfile, at: Date): Promise<boolean> {
  return insertIfAbsent(tx, 'user_profile', {
    ...columnsOf(profile, at),
    live_user_id: profile.userId,
    deleted_at: null,
  });
}
