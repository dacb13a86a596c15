import { type Transaction, execute, insertIfAbsent } from '@countersign/platform';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import { addNotice } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Caller, Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import { endSessionsOf } from '../session/end-session.ts';
import { auditFlow } from './audit-flow.ts';
import { subjectOf } from './begin.ts';
import { findFlow } from './find-flow.ts';
import type { Flow } from './flow.ts';
import { ProofLost, orLost } from './lost.ts';
import { choosePassword } from './new-password-rules.ts';
import { refuse, refuseWith } from './refuse.ts';
import type { FlowStep } from './step.ts';

/** A new password as typed twice. */
export interface NewPassword {
  readonly flowId: string;
  readonly newPassword: string;
  readonly confirmation: string;
}

/**
 * Changes the password once per proven code; ends every session, voids outstanding codes, keeps the second factor, and
 * signs nobody in (W15, O16).
 */
export async function setPassword(parts: Parts, caller: Caller, request: NewPassword): Promise<FlowStep> {
  const found = await findFlow(parts, caller, request.flowId);
  if (found === null) return refuse('FLOW_EXPIRED');
  const { flow } = found.open;
  if (flow.purpose !== 'RESET' || found.owed.kind !== 'NOTHING' || flow.subject === null)
    return refuse('FLOW_STEP_NOT_EXPECTED');
  const standing = await parts.people.byUuid(flow.subject.profileUuid);
  const subject = subjectOf(standing);
  // The mailbox that proved the code must still be the registered one (W1: pending codes are void).
  if (standing === null || subject === null || subject.email !== flow.subject.email) return refuse('FLOW_EXPIRED');
  const secret = request.newPassword;
  const choice = await choosePassword(parts, subject, { secret, confirmation: request.confirmation });
  if (choice.outcome === 'refused') return refuseWith(choice.code, choice.message);
  const outcome = await orLost(() =>
    parts.database.transaction((tx) =>
      change(parts, { tx, caller, flow, standing, consume: () => choice.consume(pluginTransaction(tx)) }),
    ),
  );
  await parts.flows.end(found.open);
  if (outcome instanceof ProofLost) return refuse('FLOW_EXPIRED');
  parts.pokeNotices();
  await parts.passwordGate.succeeded({
    claimedId: flow.claimedId,
    profileUuid: subject.profileUuid,
    address: caller.source.address,
  });
  return {
    __typename: 'PasswordChanged',
    message: 'Your password was changed and all sessions were ended. Sign in with the new password.',
  };
}

interface Changing {
  readonly tx: Transaction;
  readonly caller: Caller;
  readonly flow: Flow;
  readonly standing: Standing;
  readonly consume: () => Promise<boolean>;
}

async function change(parts: Parts, { tx, caller, flow, standing, consume }: Changing): Promise<void> {
  const now = parts.clock.now();
  const { profileUuid, userId, email } = standing;
  const first = await insertIfAbsent(tx, 'spent_flow', { flow_id: flow.id, spent_at: now.getTime() });
  if (!first || !(await consume())) throw new ProofLost('SPENT');
  await insertIfAbsent(tx, 'account', { profile_uuid: profileUuid });
  const changed = await execute(
    tx,
    `UPDATE account SET password_changed_at = ?, password_failures = 0, disabled_by_guessing_at = NULL, factors_reset_at = NULL
      WHERE profile_uuid = ? AND (password_changed_at IS NULL OR password_changed_at <= ?)`,
    [now.getTime(), profileUuid, flow.evidence[0]?.at ?? 0],
  );
  if (changed !== 1) throw new ProofLost('ACCOUNT');
  await endSessionsOf(tx, profileUuid, 'PASSWORD_RESET', now.getTime());
  await voidOutstandingCodes(parts, tx, profileUuid);
  await auditFlow(tx, { now, caller, flow }, { action: 'reset.password-changed', outcome: 'SUCCESS', proven: true });
  await addNotice(tx, { to: email, ...texts.passwordChanged(userId, now), at: now });
}

/** Authenticators that only send challenges hold nothing else to forget; devices and passwords are not theirs. */
async function voidOutstandingCodes(parts: Parts, tx: Transaction, profileUuid: string): Promise<void> {
  for (const { raw, forget } of parts.authenticators.running()) {
    const onlyChallenges = raw.challenge !== undefined && raw.enrolment === undefined && raw.memorised === undefined;
    if (onlyChallenges) await forget(pluginTransaction(tx), profileUuid);
  }
}
