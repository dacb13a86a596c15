import { type Transaction, execute, insertIfAbsent, query } from '@countersign/platform';
import type { OtpChannel } from '../route-book.ts';
import type { Flow, FlowSubject } from './flow.ts';
import { ProofLost } from './lost.ts';

/** What a step of a flow of a signed-in person leaves on the person's account. */
export interface FactorChange {
  /** The channel from now on; the present one where it stays. */
  readonly channel: OtpChannel;
  readonly riskVersion: string | null;
  readonly verifiedEmail: string | null;
}

/** A flow of a signed-in person with whose session and channel it began. */
export interface OwnFlow {
  readonly flow: Flow;
  readonly subject: FlowSubject;
  readonly channel: OtpChannel;
}

/**
 * Password and factor were proven once more: the row of failures ends, provided that person and session stand as they did
 * when the password was proven. It writes the account row, so one person's changes queue here (O13).
 */
export async function settleProofs(tx: Transaction, own: OwnFlow, now: number): Promise<void> {
  const settled = await execute(
    tx,
    `UPDATE account SET second_factor_failures = 0, reset_failures = 0, stranger_failures = 0, attempt_at = ? WHERE ${standsAsProven(own)}`,
    [now, ...provenValues(own)],
  );
  if (settled !== 1 || !(await sessionLives(tx, own))) throw new ProofLost('ACCOUNT');
}

/**
 * Counts a change of factors, once for each flow and only if there was none since the password was proven: of several flows
 * under way at once, one ends (O13). Nothing of a flow whose session, lock, password or channel changed counts (O12, O15).
 */
export async function settleFactors(tx: Transaction, own: OwnFlow, change: FactorChange, now: number): Promise<void> {
  const { riskVersion, verifiedEmail } = change;
  const settled = await execute(
    tx,
    `UPDATE account SET factor_version = factor_version + 1, second_factor_failures = 0, reset_failures = 0, stranger_failures = 0,
        otp_channel = ?, email_risk_accepted_at = COALESCE(?, email_risk_accepted_at),
        email_risk_version = COALESCE(?, email_risk_version), verified_email = COALESCE(?, verified_email),
        email_verified_at = COALESCE(?, email_verified_at) WHERE ${standsAsProven(own)}`,
    [
      change.channel,
      riskVersion === null ? null : now,
      riskVersion,
      verifiedEmail,
      verifiedEmail === null ? null : now,
      ...provenValues(own),
    ],
  );
  if (settled !== 1) throw new ProofLost('ACCOUNT');
  await spendFlow(tx, own, now);
}

/** One flow makes one change, while its session lives. */
export async function spendFlow(tx: Transaction, own: OwnFlow, now: number): Promise<void> {
  const first = await insertIfAbsent(tx, 'spent_flow', { flow_id: own.flow.id, spent_at: now });
  if (!first || !(await sessionLives(tx, own))) throw new ProofLost('ACCOUNT');
}

/** What must still be so of the account for anything proven in this flow to count; `provenValues` are its parameters. */
export function standsAsProven({ channel }: OwnFlow): string {
  const onChannel = channel === 'EMAIL' ? 'otp_channel = ?' : '(otp_channel IS NULL OR otp_channel = ?)';
  return `profile_uuid = ? AND locked_at IS NULL AND disabled_by_guessing_at IS NULL
    AND COALESCE(password_changed_at, 0) = ? AND factor_version = ? AND ${onChannel}`;
}

export function provenValues({ flow, subject, channel }: OwnFlow): readonly (string | number | null)[] {
  return [subject.profileUuid, flow.passwordChosenAt ?? -1, flow.factorVersion, channel];
}

async function sessionLives(tx: Transaction, { flow, subject }: OwnFlow): Promise<boolean> {
  const rows = await query(tx, 'SELECT id FROM session WHERE id = ? AND profile_uuid = ? AND ended_at IS NULL', [
    flow.sessionId ?? '',
    subject.profileUuid,
  ]);
  return rows.length === 1;
}
