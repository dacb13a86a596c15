import { type SubgraphContext, query } from '@countersign/platform';
import { type LockRow, lockReasonShown } from '../failure-budget/lock-reason-shown.ts';
import type { Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import { signInMethods } from './sign-in-methods.ts';
import { type LoginMethod, type OtpChannel, shownChannel } from '../route-book.ts';

interface AccountRow extends LockRow {
  readonly profile_uuid: string;
  readonly disabled_by_guessing_at: number | null;
  readonly otp_channel: OtpChannel | null;
  readonly verified_email: string | null;
  readonly email_verified_at: number | null;
  readonly last_login_at: number | null;
  readonly last_login_method: LoginMethod | null;
}

interface Batch {
  readonly userIds: Set<string>;
  readonly found: Promise<ReadonlyMap<string, Profile>>;
}

interface Profile {
  readonly standing: Standing;
  readonly account: AccountRow | undefined;
}

/**
 * This part's fields of a profile. Asked of identity in one request per list, and answered only to the person himself,
 * his participant's administrators, the clearing house and services: a foreign ID looks like one without any account (A1, M10).
 */
export function userProfileReference(parts: Parts) {
  const batches = new WeakMap<SubgraphContext, Batch>();

  function join(context: SubgraphContext, userId: string): Batch {
    const open = batches.get(context);
    if (open !== undefined) {
      open.userIds.add(userId);
      return open;
    }
    const userIds = new Set([userId]);
    const batch = { userIds, found: afterThisTick().then(() => load(parts, batches, { context, userIds })) };
    batches.set(context, batch);
    return batch;
  }

  return async (reference: { readonly userId: string }, context: SubgraphContext) => {
    const profile = (await join(context, reference.userId).found).get(reference.userId);
    if (profile === undefined || !maySee(context, profile.standing)) return empty(reference.userId);
    return { ...fieldsOf(parts, reference.userId, profile), signInMethods: signInMethods(parts, profile) };
  };
}

function afterThisTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function load(
  parts: Parts,
  batches: WeakMap<SubgraphContext, Batch>,
  batch: { readonly context: SubgraphContext; readonly userIds: ReadonlySet<string> },
): Promise<ReadonlyMap<string, Profile>> {
  batches.delete(batch.context);
  const standings = await parts.people.byUserIds([...batch.userIds]);
  const uuids = [...standings.values()].map((standing) => standing.profileUuid);
  if (uuids.length === 0) return new Map();
  const rows = await parts.database.read((tx) =>
    query<AccountRow>(
      tx,
      `SELECT profile_uuid, locked_at, disabled_by_guessing_at, lock_reason, stranger_failures, otp_channel, verified_email, email_verified_at, last_login_at, last_login_method
        FROM account WHERE profile_uuid IN (${uuids.map(() => '?').join(', ')})`,
      uuids,
    ),
  );
  const byUuid = new Map(rows.map((row) => [row.profile_uuid, row]));
  return new Map(
    [...standings].map(([userId, standing]) => [userId, { standing, account: byUuid.get(standing.profileUuid) }]),
  );
}

function maySee({ principal }: SubgraphContext, standing: Standing): boolean {
  if (principal.kind === 'service') return true;
  if (principal.kind !== 'session') return false;
  return (
    principal.participant === null ||
    principal.participant === standing.participant ||
    principal.profileUuid === standing.profileUuid
  );
}

function fieldsOf({ policy }: Parts, userId: string, { standing, account }: Profile) {
  if (account === undefined) return empty(userId);
  const instant = (at: number | null) => (at === null ? null : new Date(at));
  return {
    userId,
    lockedAt: instant(account.locked_at),
    lockReason: lockReasonShown(account, policy),
    otpChannel: account.otp_channel === null ? null : shownChannel(account.otp_channel),
    emailVerifiedAt:
      account.verified_email !== null && account.verified_email === standing.email
        ? instant(account.email_verified_at)
        : null,
    lastLoginAt: instant(account.last_login_at),
    lastLoginMethod: account.last_login_method,
  };
}

function empty(userId: string) {
  return {
    userId,
    lockedAt: null,
    lockReason: null,
    otpChannel: null,
    emailVerifiedAt: null,
    lastLoginAt: null,
    lastLoginMethod: null,
    signInMethods: [],
  };
}
