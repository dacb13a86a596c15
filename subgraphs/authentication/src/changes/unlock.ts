import { accepted, refusing } from '@countersign/change-owner';
import { execute, query } from '@countersign/platform';
import type { ErrorCode } from '../error-codes.ts';
import { CLOSED_TO_STRANGERS, type LockRow, isClosedToStrangers } from '../failure-budget/lock-reason-shown.ts';
import { settleLock } from '../failure-budget/settle-lock.ts';
import { reopenToStrangers } from '../failure-budget/stranger-lane.ts';
import { texts } from '../notification/texts.ts';
import type { Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import type { AccountApplication, AccountChangeKind } from './account-change-kind.ts';

const refused = refusing<ErrorCode>();

interface Row extends LockRow {
  readonly disabled_by_guessing_at: number | null;
}

const disabledPassword =
  'The password is disabled after too many wrong guesses. Unlocking leaves it so: the user resets it with a mailed code.';

/** Not locked, and yet without a way in for who never signed in from where he is: his resets are used up (O9). */
const closedToStrangers = {
  before: { lockedAt: null, lockReason: CLOSED_TO_STRANGERS },
  after: { lockedAt: null, lockReason: null },
  seen: { lockedAt: null },
  warnings: [],
};

async function look(parts: Parts, target: Standing, now: Date) {
  await settleLock(parts, target.profileUuid, now);
  const [row] = await parts.database.read((tx) =>
    query<Row>(
      tx,
      'SELECT locked_at, lock_reason, disabled_by_guessing_at, stranger_failures FROM account WHERE profile_uuid = ?',
      [target.profileUuid],
    ),
  );
  if (row !== undefined && isClosedToStrangers(row, parts.policy)) return accepted(closedToStrangers);
  if (row === undefined || row.locked_at === null)
    return refused('NO_CHANGE', 'This user is not locked, so there is nothing to unlock.');
  return accepted({
    before: { lockedAt: new Date(row.locked_at).toISOString(), lockReason: row.lock_reason },
    after: { lockedAt: null, lockReason: null },
    seen: { lockedAt: row.locked_at },
    warnings: row.disabled_by_guessing_at === null ? [] : [disabledPassword],
  });
}

/** Opens the very lock that was shown, or the way of strangers, and fills the budget again; password, device and a disabled password stay (W7). */
async function apply({ parts, tx, target, seen }: AccountApplication): Promise<boolean> {
  const { lockedAt } = seen;
  const [guard, value] =
    lockedAt === null
      ? ['locked_at IS NULL AND stranger_failures >= ?', parts.policy.strangerFailures]
      : ['locked_at = ?', Number(lockedAt)];
  const unlocked = await execute(
    tx,
    `UPDATE account SET locked_at = NULL, lock_reason = NULL, second_factor_failures = 0, reset_failures = 0, stranger_failures = 0,
        locked_reset_allowance = 0, attempt_at = NULL,
        password_failures = CASE WHEN disabled_by_guessing_at IS NULL THEN 0 ELSE password_failures END
      WHERE profile_uuid = ? AND ${guard}`,
    [target.profileUuid, value],
  );
  if (unlocked === 1) await reopenToStrangers(parts, target.userId);
  return unlocked === 1;
}

/** Unlock: a person locked by wrong codes may try again, with what he has (W7). */
export const unlock: AccountChangeKind = {
  kind: 'UNLOCK',
  look,
  unchanged: (seen, found) => seen['lockedAt'] === found.seen['lockedAt'],
  apply,
  endsSessions: null,
  notice: texts.unlocked,
};
