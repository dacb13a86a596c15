import { type Transaction, execute, insertIfAbsent } from '@countersign/platform';
import type { OtpChannel } from '../route-book.ts';

/** What a completed login leaves on the person's account. */
export interface Settlement {
  readonly profileUuid: string;
  readonly now: number;
  /** When the password that was proven had been chosen: another one since then, and it proves nothing any more (O16). Null without one. */
  readonly passwordChosenAt: number | null;
  /** The channel of the route taken, or null for a route without one. */
  readonly channel: OtpChannel | null;
  /** True when this login is what brings the person onto the channel (W12, W13). */
  readonly joining: boolean;
  readonly method: string;
  readonly address: string;
  readonly riskVersion: string | null;
  readonly verifiedEmail: string | null;
}

/**
 * Ends the row of failures, because everything was proven, and records the login. False: locked, disabled, on another
 * channel, or the password was changed meanwhile. It writes the account row first, so one person's logins queue here (S6).
 */
export async function settleAccount(tx: Transaction, done: Settlement): Promise<boolean> {
  if (await settle(tx, done)) return true;
  // A proof that nobody can guess takes nothing from a budget, so a first login by card alone finds no row.
  return (await insertIfAbsent(tx, 'account', { profile_uuid: done.profileUuid })) && settle(tx, done);
}

async function settle(tx: Transaction, done: Settlement): Promise<boolean> {
  const settled = await execute(
    tx,
    `UPDATE account SET second_factor_failures = 0, reset_failures = 0, stranger_failures = 0, password_failures = 0,
        otp_channel = COALESCE(?, otp_channel), email_risk_accepted_at = COALESCE(?, email_risk_accepted_at),
        email_risk_version = COALESCE(?, email_risk_version), verified_email = COALESCE(?, verified_email),
        email_verified_at = COALESCE(?, email_verified_at), last_login_at = ?, last_login_method = ?, last_source = ?
      WHERE profile_uuid = ? AND locked_at IS NULL AND disabled_by_guessing_at IS NULL
        AND COALESCE(password_changed_at, 0) = COALESCE(?, password_changed_at, 0) AND ${channelGuard(done)}`,
    [
      done.channel,
      done.riskVersion === null ? null : done.now,
      done.riskVersion,
      done.verifiedEmail,
      done.verifiedEmail === null ? null : done.now,
      done.now,
      done.method,
      done.address,
      done.profileUuid,
      done.passwordChosenAt,
      ...(done.channel === null || done.joining ? [] : [done.channel]),
    ],
  );
  return settled === 1;
}

/** Two first logins cannot bring one person onto two channels, and no login by mail can pass an app (O11, O13). */
function channelGuard(done: Settlement): string {
  if (done.channel === null) return '1 = 1';
  if (done.joining) return 'otp_channel IS NULL';
  return done.channel === 'EMAIL' ? 'otp_channel = ?' : '(otp_channel IS NULL OR otp_channel = ?)';
}
