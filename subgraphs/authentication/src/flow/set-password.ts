import { type Transaction, execute, insertIfAbsent } from '@countersign/platform';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import { addNotice } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Caller, Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import { endSessionsOf } from '../session/end-session.ts';
import { afterwards } from './afterwards.ts';
import { auditFlow } from './audit-flow.ts';
import { completed } from './begin-within-limit.ts';
import { subjectOf } from './begin.ts';
import { type FoundFlow, findFlow } from './find-flow.ts';
import type { Flow } from './flow.ts';
import { ProofLost, orLost } from './lost.ts';
import { tellOfMailboxReset, watchersOf } from './mailbox-reset.ts';
import { choosePassword } from './new-password-rules.ts';
import { refuse, refuseWith } from './refuse.ts';
import { provenValues, spendFlow, standsAsProven } from './settle-factors.ts';
import type { FlowStep } from './step.ts';

/** A new password as typed twice. */
export interface NewPassword {
  readonly flowId: string;
  readonly newPassword: string;
  readonly confirmation: string;
}

/**
 * Changes the password once per proven flow: by the mailed code of a reset, or by the present password and factor in a
 * session. It ends every session, voids outstanding codes, keeps the second factor, and signs nobody in (W15, O16, S3).
 */
export async function setPassword(parts: Parts, caller: Caller, request: NewPassword): Promise<FlowStep> {
  const found = await findFlow(parts, caller, request.flowId);
  if (found === null) return refuse('FLOW_EXPIRED');
  const { flow } = found.open;
  if (!awaitsPassword(found)) return refuse('FLOW_STEP_NOT_EXPECTED');
  const standing = await standingAsBegun(parts, flow);
  const subject = subjectOf(standing);
  if (standing === null || subject === null) return refuse('FLOW_EXPIRED');
  const secret = request.newPassword;
  const choice = await choosePassword(parts, subject, { secret, confirmation: request.confirmation });
  if (choice.outcome === 'refused') return refuseWith(choice.code, choice.message);
  const watchers = flow.purpose === 'RESET' ? await watchersOf(parts, standing) : [];
  const outcome = await orLost(() =>
    parts.database.transaction((tx) =>
      change(parts, { tx, caller, flow, standing, watchers, consume: () => choice.consume(pluginTransaction(tx)) }),
    ),
  );
  await afterwards(parts.flows.end(found.open));
  if (outcome instanceof ProofLost) return refuse('FLOW_EXPIRED');
  parts.pokeNotices();
  if (flow.sessionId !== null) caller.reply.sessionEnded = true;
  else await afterwards(completed(parts, caller, 'resets'));
  const { claimedId } = flow;
  const { profileUuid } = subject;
  await afterwards(parts.passwordGate.succeeded({ claimedId, profileUuid, address: caller.source.address }));
  return {
    __typename: 'PasswordChanged',
    message: 'Your password was changed and all sessions were ended. Sign in with the new password.',
  };
}

function awaitsPassword({ open: { flow }, owed }: FoundFlow): boolean {
  return (flow.purpose === 'RESET' || flow.goal?.kind === 'PASSWORD') && owed.kind === 'NOTHING';
}

/** The person, if the mailbox that proved the code is still the registered one (W1: pending codes are void). */
async function standingAsBegun(parts: Parts, { subject }: Flow): Promise<Standing | null> {
  const standing = subject === null ? null : await parts.people.byUuid(subject.profileUuid);
  return standing?.email === subject?.email ? standing : null;
}

interface Changing {
  readonly tx: Transaction;
  readonly caller: Caller;
  readonly flow: Flow;
  readonly standing: Standing;
  readonly watchers: readonly string[];
  readonly consume: () => Promise<boolean>;
}

async function change(parts: Parts, changing: Changing): Promise<void> {
  const { tx, caller, flow, standing, watchers } = changing;
  const now = parts.clock.now();
  const { profileUuid, userId, email } = standing;
  const reset = flow.purpose === 'RESET';
  await (reset ? settleReset(changing, now.getTime()) : settleOwnChange(changing, now.getTime()));
  await endSessionsOf(tx, profileUuid, reset ? 'PASSWORD_RESET' : 'PASSWORD_CHANGED', now.getTime());
  await voidOutstandingCodes(parts, tx, profileUuid);
  const action = reset ? 'reset.password-changed' : 'password.changed';
  await auditFlow(tx, { now, caller, flow }, { action, outcome: 'SUCCESS', proven: true });
  await addNotice(tx, { to: email, ...texts.passwordChanged(userId, now), at: now });
  if (reset) await tellOfMailboxReset(tx, { now, caller, flow }, { standing, watchers });
}

async function settleReset({ tx, flow, standing, consume }: Changing, now: number): Promise<void> {
  const { profileUuid } = standing;
  const first = await insertIfAbsent(tx, 'spent_flow', { flow_id: flow.id, spent_at: now });
  if (!first || !(await consume())) throw new ProofLost('SPENT');
  await insertIfAbsent(tx, 'account', { profile_uuid: profileUuid });
  const changed = await execute(
    tx,
    `UPDATE account SET password_changed_at = ?, password_failures = 0, disabled_by_guessing_at = NULL, factors_reset_at = NULL
      WHERE profile_uuid = ? AND (password_changed_at IS NULL OR password_changed_at <= ?)`,
    [now, profileUuid, flow.evidence[0]?.at ?? 0],
  );
  if (changed !== 1) throw new ProofLost('ACCOUNT');
}

/** One later than the change before, should they fall into one instant: what was proven before either proves nothing now (O16). */
async function settleOwnChange({ tx, flow, consume }: Changing, now: number): Promise<void> {
  const { subject, channel } = flow;
  if (subject === null || channel === null) throw new ProofLost('ACCOUNT');
  const own = { flow, subject, channel };
  await spendFlow(tx, own, now);
  if (!(await consume())) throw new ProofLost('SPENT');
  const changed = await execute(
    tx,
    `UPDATE account SET password_changed_at = CASE WHEN password_changed_at >= ? THEN password_changed_at + 1 ELSE ? END,
        password_failures = 0 WHERE ${standsAsProven(own)}`,
    [now, now, ...provenValues(own)],
  );
  if (changed !== 1) throw new ProofLost('ACCOUNT');
}

/** Authenticators that only send challenges hold nothing else to forget; devices, passwords and printed codes are not theirs. */
async function voidOutstandingCodes(parts: Parts, tx: Transaction, profileUuid: string): Promise<void> {
  for (const { raw } of parts.authenticators.running()) {
    const keeps = [raw.enrolment, raw.memorised, raw.issuance].some((ability) => ability !== undefined);
    if (raw.challenge !== undefined && !keeps) await raw.forget?.(pluginTransaction(tx), profileUuid);
  }
}
