import { query, type Transaction } from '@countersign/platform';
import type { GroupHolders } from '../changes/house-records.ts';

/** As many as a warning names. */
const NAMED = 20;

/** Some live holders of a group. It looks at one participant after the other, so that no statement reads everybody. */
export async function groupHolders(tx: Transaction, code: string): Promise<GroupHolders> {
  const participants = await query<{ code: string }>(tx, 'SELECT code FROM clearing_participant ORDER BY code');
  const userIds: string[] = [];
  for (const participant of participants) {
    const rows = await query<{ live_user_id: string }>(
      tx,
      `SELECT live_user_id FROM user_profile WHERE participant = ? AND live_user_id IS NOT NULL AND group_codes LIKE ? ESCAPE '!' ORDER BY live_user_id LIMIT ${NAMED + 1}`,
      [participant.code, `% ${code.replaceAll('_', '!_')} %`],
    );
    userIds.push(...rows.map((row) => row.live_user_id));
    if (userIds.length > NAMED) return { userIds: userIds.slice(0, NAMED), more: true };
  }
  return { userIds, more: false };
}
