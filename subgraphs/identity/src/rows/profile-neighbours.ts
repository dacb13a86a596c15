import { query, type Transaction } from '@countersign/platform';
import { mailboxKey } from '../user-profile/registered-email.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { PROFILE_COLUMNS, type ProfileRow, profileOf } from './profile-row.ts';

/** More profiles than this behind one mailbox are no help to anybody who looks for one person. */
const MOST_ALIKE = 50;

/** True when another live profile of the participant has the mailbox. */
export async function sharesMailbox(tx: Transaction, profile: UserProfile, email: string): Promise<boolean> {
  const rows = await query(
    tx,
    'SELECT 1 AS found FROM user_profile WHERE mailbox_key = ? AND live_user_id IS NOT NULL AND participant = ? AND uuid <> ? LIMIT 1',
    [mailboxKey(email), profile.participant, profile.uuid],
  );
  return rows.length > 0;
}

/** The other live profiles of the participant with the same mailbox. */
export async function profilesAtMailbox(tx: Transaction, profile: UserProfile): Promise<readonly UserProfile[]> {
  if (profile.email === null || profile.participant === null) return [];
  const rows = await query<ProfileRow>(
    tx,
    `SELECT ${PROFILE_COLUMNS} FROM user_profile p WHERE p.mailbox_key = ? AND p.live_user_id IS NOT NULL
      AND p.participant = ? AND p.uuid <> ? ORDER BY p.live_user_id LIMIT ${MOST_ALIKE}`,
    [mailboxKey(profile.email), profile.participant, profile.uuid],
  );
  return rows.map(profileOf);
}

/** True when another enabled profile of the participant holds the group; read from the participant's own index. */
export async function heldByAnother(tx: Transaction, profile: UserProfile, group: string): Promise<boolean> {
  const rows = await query(
    tx,
    `SELECT 1 AS found FROM user_profile WHERE participant = ? AND live_user_id IS NOT NULL AND uuid <> ?
      AND status = 'ENABLED' AND INSTR(group_codes, ?) > 0 LIMIT 1`,
    [profile.participant, profile.uuid, ` ${group} `],
  );
  return rows.length > 0;
}

/** The live profiles of the participant that hold an administrator's group. */
export async function administratorsOf(tx: Transaction, participant: string): Promise<readonly UserProfile[]> {
  const rows = await query<ProfileRow>(
    tx,
    `SELECT ${PROFILE_COLUMNS} FROM user_profile p WHERE p.participant = ? AND p.live_user_id IS NOT NULL
      AND (INSTR(p.group_codes, ' DA_MAKER ') > 0 OR INSTR(p.group_codes, ' DA_CHECKER ') > 0)`,
    [participant],
  );
  return rows.map(profileOf);
}
