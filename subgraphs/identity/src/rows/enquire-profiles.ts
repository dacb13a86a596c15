import { query, type Transaction } from '@countersign/platform';
import type { ParticipantCode } from '../user-id/participant-code.ts';
import type { ClearingHouse } from '../user-id/user-id-shape.ts';
import type { ListingFilter, ListingPage } from '../user-profile/listing.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { listingConditions } from './listing-conditions.ts';
import { PROFILE_COLUMNS, type ProfileRow, profileOf } from './profile-row.ts';

/** What everybody who may see a profile may know of its participant. */
interface ParticipantSummary {
  readonly code: ParticipantCode;
  readonly name: string;
  readonly clearingHouse: ClearingHouse;
  readonly firm: string;
}

/** A live profile with its participant, read by one statement. */
export interface EnquiredProfile {
  readonly profile: UserProfile;
  readonly participant: ParticipantSummary | null;
}

interface EnquiredRow extends ProfileRow {
  readonly participant_name: string | null;
  readonly participant_house: ClearingHouse | null;
  readonly participant_firm: string | null;
}

const SELECT = `SELECT ${PROFILE_COLUMNS}, c.name AS participant_name, c.clearing_house AS participant_house, c.firm AS participant_firm
  FROM user_profile p LEFT JOIN clearing_participant c ON c.code = p.participant`;

function enquired(row: EnquiredRow): EnquiredProfile {
  const { participant: code, participant_name: name, participant_house: clearingHouse, participant_firm: firm } = row;
  const participant =
    code === null || name === null || clearingHouse === null || firm === null
      ? null
      : { code, name, clearingHouse, firm };
  return { profile: profileOf(row), participant };
}

/** The live profiles among these user IDs, at most as many as were asked for. */
export async function enquireProfiles(
  tx: Transaction,
  userIds: readonly string[],
): Promise<readonly EnquiredProfile[]> {
  if (userIds.length === 0) return [];
  const rows = await query<EnquiredRow>(
    tx,
    `${SELECT} WHERE p.live_user_id IN (${userIds.map(() => '?').join(', ')})`,
    userIds,
  );
  return rows.map(enquired);
}

/** The statement of one page and one row more, so that the caller knows whether there is a next page. */
export function listingStatement(filter: ListingFilter, page: ListingPage): { sql: string; values: readonly string[] } {
  const { clauses, values } = listingConditions(filter);
  const where = ['p.live_user_id > ?', ...clauses].join(' AND ');
  return {
    sql: `${SELECT} WHERE ${where} ORDER BY p.live_user_id LIMIT ${page.size + 1}`,
    values: [page.after ?? '', ...values],
  };
}

/** One page of live profiles by user ID, and one more when there is a next page. */
export async function listProfiles(
  tx: Transaction,
  filter: ListingFilter,
  page: ListingPage,
): Promise<readonly EnquiredProfile[]> {
  const { sql, values } = listingStatement(filter, page);
  return (await query<EnquiredRow>(tx, sql, values)).map(enquired);
}
