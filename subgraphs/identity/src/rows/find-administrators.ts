import { query, type Transaction } from '@countersign/platform';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { PROFILE_COLUMNS, type ProfileRow, profileOf } from './profile-row.ts';

/** More than one participant has IDs for administrators (domain 3.2.4); a mail to each of them is all that is asked. */
const MOST = 200;

/** The live profiles of one participant, or of the house, that hold one of these groups. */
export async function findHolders(
  tx: Transaction,
  participant: string | null,
  groups: readonly string[],
): Promise<readonly UserProfile[]> {
  const whose = participant === null ? `p.participant IS NULL AND p.type = 'HKEX'` : 'p.participant = ?';
  const holds = groups.map(() => 'p.group_codes LIKE ?').join(' OR ');
  const rows = await query<ProfileRow>(
    tx,
    `SELECT ${PROFILE_COLUMNS} FROM user_profile p WHERE ${whose} AND p.live_user_id IS NOT NULL AND (${holds})
      ORDER BY p.live_user_id LIMIT ${MOST}`,
    [...(participant === null ? [] : [participant]), ...groups.map((group) => `% ${group} %`)],
  );
  return rows.map(profileOf);
}
