import { marksFor, query, type Transaction } from '@countersign/platform';
import { type FoundProfile, foundProfileOf, type FoundRow, type ProfileName, SELECT_FOUND } from './find-profile.ts';

/** The live profiles of these names, each at the place of its name; one statement for UUIDs and one for user IDs. */
export async function findProfiles(
  tx: Transaction,
  names: readonly ProfileName[],
): Promise<readonly (FoundProfile | null)[]> {
  const uuids = [...new Set(names.flatMap((name) => ('uuid' in name ? [name.uuid] : [])))];
  const userIds = [...new Set(names.flatMap((name) => ('userId' in name ? [name.userId] : [])))];
  const rows = [
    ...(await found(tx, 'p.deleted_at IS NULL AND p.uuid', uuids)),
    ...(await found(tx, 'p.live_user_id', userIds)),
  ].map(foundProfileOf);
  const byUuid = new Map(rows.map((row) => [row.profile.uuid, row]));
  const byUserId = new Map<string, FoundProfile>(rows.map((row) => [row.profile.userId, row]));
  return names.map((name) => ('uuid' in name ? byUuid.get(name.uuid) : byUserId.get(name.userId)) ?? null);
}

/** Those of these profiles that are not deleted. */
export async function livingAmong(tx: Transaction, uuids: readonly string[]): Promise<readonly string[]> {
  if (uuids.length === 0) return [];
  const { marks, values } = marksFor([...new Set(uuids)]);
  const sql = `SELECT uuid FROM user_profile WHERE deleted_at IS NULL AND uuid IN (${marks})`;
  return (await query<{ uuid: string }>(tx, sql, values)).map(({ uuid }) => uuid);
}

async function found(tx: Transaction, where: string, wanted: readonly string[]): Promise<readonly FoundRow[]> {
  if (wanted.length === 0) return [];
  const { marks, values } = marksFor(wanted);
  return query<FoundRow>(tx, `${SELECT_FOUND} WHERE ${where} IN (${marks})`, values);
}
