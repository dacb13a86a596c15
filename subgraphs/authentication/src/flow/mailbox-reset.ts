import { type Transaction, query } from '@countersign/platform';
import { addNotices } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Caller, Parts } from '../parts.ts';
import type { Administrator, Standing } from '../people.ts';
import type { OtpChannel } from '../route-book.ts';
import { auditFlow } from './audit-flow.ts';
import type { Flow } from './flow.ts';

/**
 * Who watches over a reset by mail: the administrators of the participant; the clearing house where the person is an
 * administrator himself, is of the house, or has nobody else (W15).
 */
export async function watchersOf(parts: Pick<Parts, 'people'>, standing: Standing): Promise<readonly string[]> {
  const { participant, profileUuid } = standing;
  const own = await parts.people.administratorsOf(participant);
  const others = addressesBut(own, profileUuid);
  const isAdministrator = own.some((one) => one.profileUuid === profileUuid);
  if (participant === null || (others.length > 0 && !isAdministrator)) return others;
  return addressesBut(await parts.people.administratorsOf(null), profileUuid);
}

function addressesBut(administrators: readonly Administrator[], profileUuid: string): readonly string[] {
  const others = administrators.filter((one) => one.profileUuid !== profileUuid);
  return [...new Set(others.map(({ email }) => email).filter((email) => email !== null))];
}

/**
 * A person with codes by email who resets by email has proven himself by one mailbox alone: an accepted risk that leaves its
 * own row and is told to whoever watches, without a link (W15, N1).
 */
export async function tellOfMailboxReset(
  tx: Transaction,
  at: { readonly now: Date; readonly caller: Caller; readonly flow: Flow },
  reset: { readonly standing: Standing; readonly watchers: readonly string[] },
): Promise<void> {
  const { profileUuid, userId } = reset.standing;
  const rows = await query<{ otp_channel: OtpChannel | null }>(
    tx,
    'SELECT otp_channel FROM account WHERE profile_uuid = ?',
    [profileUuid],
  );
  if (rows[0]?.otp_channel !== 'EMAIL') return;
  await auditFlow(tx, at, {
    action: 'reset.mailbox-is-both-factors',
    outcome: 'SUCCESS',
    proven: true,
    after: { told: reset.watchers.length },
  });
  const text = texts.mailboxIsBothFactors(userId, at.now);
  await addNotices(
    tx,
    reset.watchers.map((to) => ({ to, ...text, at: at.now })),
  );
}
