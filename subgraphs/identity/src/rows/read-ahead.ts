import { marksFor, query, type Transaction } from '@countersign/platform';
import type { Records, WantedAhead } from '../changes/records.ts';
import { hongKongDate, instantOf, type LocalDate } from '../function-hours/hong-kong-date.ts';
import { mailboxKey } from '../user-profile/registered-email.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { CatalogueCache } from './catalogue-cache.ts';
import { readHouse } from './phase-row.ts';
import { PROFILE_COLUMNS, type ProfileRow, profileOf } from './profile-row.ts';

/** Names in one statement, far below any limit on parameters. */
const AT_ONCE = 500;

interface Holder {
  readonly mailbox_key: string;
  readonly participant: string | null;
  readonly uuid: string;
}

interface Owner {
  readonly user_id: string;
  readonly participant: string | null;
  readonly deleted_at: number | null;
}

async function inParts<Row>(
  tx: Transaction,
  values: readonly string[],
  sqlFor: (marks: string) => string,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (let from = 0; from < values.length; from += AT_ONCE) {
    const { marks, values: some } = marksFor(values.slice(from, from + AT_ONCE));
    found.push(...(await query<Row>(tx, sqlFor(marks), some)));
  }
  return found;
}

const profilesBy = (tx: Transaction, column: 'uuid' | 'live_user_id', values: readonly string[]) =>
  inParts<ProfileRow>(
    tx,
    [...new Set(values)],
    (marks) => `SELECT ${PROFILE_COLUMNS} FROM user_profile p WHERE p.${column} IN (${marks}) AND p.deleted_at IS NULL`,
  );

const holdersOf = (tx: Transaction, emails: readonly string[]) =>
  inParts<Holder>(
    tx,
    [...new Set(emails.map(mailboxKey))],
    (marks) =>
      `SELECT mailbox_key, participant, uuid FROM user_profile WHERE mailbox_key IN (${marks}) AND live_user_id IS NOT NULL`,
  );

/** Everybody who has or had one of these user IDs: a buried ID belongs to its participant (domain 3.2.8). */
const ownersOf = (tx: Transaction, userIds: readonly string[]) =>
  inParts<Owner>(
    tx,
    [...new Set(userIds)],
    (marks) => `SELECT user_id, participant, deleted_at FROM user_profile WHERE user_id IN (${marks})`,
  );

/** Answers once and remembers; what is asked about many lines is the same for each of them. */
function once<Value>(ask: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const answers = new Map<string, Promise<Value>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}

/**
 * Records that read what many lines will ask for by one statement each. They live as long as one unit of work, and
 * writes keep their guards: a profile that changed behind the memory is found stale by its version (A2).
 */
export async function readAhead(
  tx: Transaction,
  { records, catalogues }: { readonly records: Records; readonly catalogues: CatalogueCache },
  wanted: WantedAhead,
): Promise<Records> {
  const { uuids, userIds, emails } = wanted;
  const found = [...(await profilesBy(tx, 'uuid', uuids)), ...(await profilesBy(tx, 'live_user_id', userIds))];
  const byUuid = new Map<string, UserProfile | null>(uuids.map((uuid) => [uuid, null]));
  const byUserId = new Map<string, UserProfile | null>(userIds.map((userId) => [userId, null]));
  for (const profile of found.map(profileOf)) {
    byUuid.set(profile.uuid, profile);
    byUserId.set(profile.userId, profile);
  }
  const owners = Map.groupBy(await ownersOf(tx, userIds), (owner) => owner.user_id);
  const asked = new Set(emails.map(mailboxKey));
  const holders = Map.groupBy(await holdersOf(tx, emails), (holder) => holder.mailbox_key);
  const house = once(() => readHouse(tx));
  const corporateDomains = once((participant) => records.corporateDomains(participant));
  const participant = once((code) => records.participant(code));
  const overrides = once((date) => records.calendarOverrides(instantOf(date as LocalDate, 0)));
  return {
    ...records,
    profile: async (uuid) => (byUuid.has(uuid) ? (byUuid.get(uuid) ?? null) : records.profile(uuid)),
    profileNamed: async (userId) =>
      byUserId.has(userId) ? (byUserId.get(userId) ?? null) : records.profileNamed(userId),
    async isUserIdTaken(profile) {
      if (!byUserId.has(profile.userId)) return records.isUserIdTaken(profile);
      const others = owners.get(profile.userId) ?? [];
      return others.some((owner) => owner.deleted_at === null || owner.participant !== profile.participant);
    },
    phase: async () => (await house('')).phase,
    catalogue: async () => catalogues.at(tx, (await house('')).catalogueStamp),
    corporateDomains,
    participant,
    calendarOverrides: (around) => overrides(hongKongDate(around)),
    async sharesMailbox(profile, email) {
      if (!asked.has(mailboxKey(email))) return records.sharesMailbox(profile, email);
      const others = holders.get(mailboxKey(email)) ?? [];
      return others.some(({ uuid, participant }) => participant === profile.participant && uuid !== profile.uuid);
    },
  };
}
