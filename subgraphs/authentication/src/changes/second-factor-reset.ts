import { accepted, refusing } from '@countersign/change-owner';
import { execute, insertIfAbsent, query } from '@countersign/platform';
import type { ErrorCode } from '../error-codes.ts';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import { texts } from '../notification/texts.ts';
import type { Parts } from '../parts.ts';
import { cardOfStanding, type Standing } from '../people.ts';
import type { OtpChannel } from '../route-book.ts';
import type { AccountApplication, AccountChangeKind } from './account-change-kind.ts';

const refused = refusing<ErrorCode>();

interface ChannelRow {
  readonly otp_channel: OtpChannel | null;
  readonly locked_at: number | null;
}

const stillLocked = 'This user is also locked. The reset leaves the lock: ask for an unlock as well.';

/** What nobody can destroy, since who made the tables is not there: another device must take its place (W17). */
function outOfReach(parts: Parts, channel: OtpChannel | null): readonly string[] {
  const other = channel?.startsWith('OTHER:') === true ? channel.slice('OTHER:'.length) : null;
  if (other === null || parts.authenticators.installed().some(({ manifest }) => manifest.id === other)) return [];
  return [
    `The authenticator ${other} of this user is not installed now, so what it keeps of him stays. It would count again if it were installed before he has registered another device.`,
  ];
}

/** The installed authenticators whose proofs a reset destroys; a smartcard is a login of its own and has its own reset (W19). */
function confirming(parts: Parts) {
  return parts.authenticators.installed().filter(({ manifest }) => manifest.kind === 'confirms');
}

async function heldBy(parts: Parts, target: Standing): Promise<readonly string[]> {
  const keeping = confirming(parts).filter(({ raw }) =>
    [raw.enrolment, raw.memorised, raw.issuance].some((ability) => ability !== undefined),
  );
  const subject = { ...target, card: cardOfStanding(target) };
  const held = await Promise.all(
    keeping.map(async (each) => ((await each.enrolled(subject)) ? each.manifest.id : null)),
  );
  return held.filter((id): id is string => id !== null);
}

async function look(parts: Parts, target: Standing) {
  const [row] = await parts.database.read((tx) =>
    query<ChannelRow>(tx, 'SELECT otp_channel, locked_at FROM account WHERE profile_uuid = ?', [target.profileUuid]),
  );
  const held = await heldBy(parts, target);
  const channel = row?.otp_channel ?? null;
  if (held.length === 0 && channel === null)
    return refused('NO_CHANGE', 'This user has neither a password nor a second factor, so there is nothing to reset.');
  return accepted({
    before: { otpChannel: channel, holds: held },
    after: { otpChannel: null, holds: [] },
    seen: { otpChannel: channel, holds: held },
    warnings: [...((row?.locked_at ?? null) === null ? [] : [stillLocked]), ...outOfReach(parts, channel)],
  });
}

/**
 * Destroys device, password and mailed codes; nothing is set in their place, so the person begins with a mailed code and a
 * new password (W12 step 2). The mark on the password's change lets no login or reset that began before end after it.
 */
async function apply({ parts, tx, target, seen, now }: AccountApplication): Promise<boolean> {
  const { profileUuid } = target;
  const channel = (seen['otpChannel'] ?? null) as OtpChannel | null;
  // One later than this instant: a code that was proven within the same millisecond was proven before.
  const mark = now.getTime() + 1;
  await insertIfAbsent(tx, 'account', { profile_uuid: profileUuid });
  const cleared = await execute(
    tx,
    `UPDATE account SET otp_channel = NULL, email_risk_accepted_at = NULL, email_risk_version = NULL,
        password_failures = 0, disabled_by_guessing_at = NULL, factors_reset_at = ?,
        password_changed_at = CASE WHEN password_changed_at >= ? THEN password_changed_at + 1 ELSE ? END
      WHERE profile_uuid = ? AND ${channel === null ? 'otp_channel IS NULL' : 'otp_channel = ?'}`,
    [now.getTime(), mark, mark, profileUuid, ...(channel === null ? [] : [channel])],
  );
  if (cleared !== 1) return false;
  for (const one of confirming(parts)) await one.forget(pluginTransaction(tx), profileUuid);
  return true;
}

/** Lost device: everything that proves the person is destroyed and nothing is revealed or set (W17). */
export const secondFactorReset: AccountChangeKind = {
  kind: 'SECOND_FACTOR_RESET',
  look,
  unchanged: (seen, found) => seen['otpChannel'] === found.seen['otpChannel'],
  apply,
  endsSessions: 'SECOND_FACTOR_RESET',
  notice: texts.secondFactorReset,
};
