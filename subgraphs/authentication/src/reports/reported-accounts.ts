import { type Transaction, query } from '@countersign/platform';
import type { LoginMethod, OtpChannel } from '../route-book.ts';
import { type LockRow, isClosedToStrangers, lockReasonShown } from '../failure-budget/lock-reason-shown.ts';
import type { ReportedAccount } from './report-reader.ts';

interface Row extends LockRow {
  readonly profile_uuid: string;
  readonly disabled_by_guessing_at: number | null;
  readonly password_changed_at: number | null;
  readonly factors_reset_at: number | null;
  readonly otp_channel: OtpChannel | null;
  readonly verified_email: string | null;
  readonly last_login_at: number | null;
  readonly last_login_method: LoginMethod | null;
}

const columns =
  'profile_uuid, locked_at, lock_reason, stranger_failures, disabled_by_guessing_at, password_changed_at, factors_reset_at, otp_channel, verified_email, last_login_at, last_login_method';

const instant = (at: number | null): Date | null => (at === null ? null : new Date(at));

/** The accounts of these profiles, by their primary key. */
export async function reportedAccounts(
  tx: Transaction,
  profileUuids: readonly string[],
  policy: { readonly strangerFailures: number },
): Promise<ReadonlyMap<string, ReportedAccount>> {
  if (profileUuids.length === 0) return new Map();
  const rows = await query<Row>(
    tx,
    `SELECT ${columns} FROM account WHERE profile_uuid IN (${profileUuids.map(() => '?').join(', ')})`,
    profileUuids,
  );
  return new Map(
    rows.map((row) => [
      row.profile_uuid,
      {
        lockedAt: instant(row.locked_at),
        lockReason: lockReasonShown(row, policy),
        closedToStrangers: isClosedToStrangers(row, policy),
        passwordDisabledAt: instant(row.disabled_by_guessing_at),
        // A reset of the second factor destroys the password, though not the mark of its last change (W17).
        passwordSet: row.password_changed_at !== null && row.factors_reset_at === null,
        otpChannel: row.otp_channel,
        verifiedEmail: row.verified_email,
        lastLoginAt: instant(row.last_login_at),
        lastLoginMethod: row.last_login_method,
      },
    ]),
  );
}
