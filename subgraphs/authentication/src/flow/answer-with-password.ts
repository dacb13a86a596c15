import { recordPasswordFailure } from '../failure-budget/record-password-failure.ts';
import type { GuardedAuthenticator, SafeVerdict } from '../install/guard.ts';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import { addNotice } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Caller, Parts } from '../parts.ts';
import { advance } from './advance.ts';
import { auditFlow, flowName } from './audit-flow.ts';
import { carryOn, flowView } from './carry-on.ts';
import { type AccountRow, channelOf, readAccount } from './channel-of.ts';
import type { FoundFlow } from './find-flow.ts';
import type { Flow, FlowSubject } from './flow.ts';
import { refuse } from './refuse.ts';
import { routesByPolicy } from './routes-by-policy.ts';
import type { FlowStep } from './step.ts';

/** A parsed answer with the flow and the plugin that it is for. */
export interface GivenAnswer extends FoundFlow {
  readonly authenticator: GuardedAuthenticator;
  readonly answer: unknown;
}

/** A password proves nothing by itself: right or wrong, it opens no session, and nobody learns whether the user exists (W14, L2, L3). */
export async function answerWithPassword(parts: Parts, caller: Caller, given: GivenAnswer): Promise<FlowStep> {
  const { authenticator } = given;
  const { flow } = given.open;
  const attempt = {
    claimedId: flow.claimedId,
    profileUuid: flow.subject?.profileUuid ?? null,
    address: caller.source.address,
  };
  const admission = await parts.passwordGate.admit(attempt);
  if (admission.waitMs !== null) {
    await refused(parts, caller, flow, 'TOO_MANY_ATTEMPTS');
    return refuse('TOO_MANY_ATTEMPTS', admission.waitMs);
  }
  // Read before the comparison: a password changed after this moment is noticed when the login completes (O16).
  const account = await parts.database.read((tx) => readAccount(tx, flow.subject?.profileUuid ?? null));
  const verdict = await authenticator
    .verify(flowView(flow), flow.subject, given.answer)
    .catch(async (fault: unknown) => {
      await parts.passwordGate.withdrawn(attempt, admission);
      throw fault;
    });
  const usable = verdict.outcome === 'accepted' && account.disabled_by_guessing_at === null;
  if (!usable || flow.subject === null || !(await spend(parts, caller, { flow, verdict }))) {
    const reason = verdict.outcome === 'rejected' ? verdict.reason : 'REVOKED';
    await Promise.all([parts.passwordGate.failed(attempt), wrong(parts, caller, flow, reason)]);
    return refuse('AUTH_FAILED');
  }
  await parts.passwordGate.succeeded(attempt, admission);
  return proven(parts, given, flow.subject, account);
}

/** The flow with a proven password, on the channel that the person has, if any. */
async function proven(
  parts: Parts,
  { open, routes, authenticator }: GivenAnswer,
  subject: FlowSubject,
  account: AccountRow,
): Promise<FlowStep> {
  const channel = await channelOf(parts, routes, subject, account);
  const at = parts.clock.now().getTime();
  const next = advance(open.flow, { kind: 'PROVEN', authenticator: authenticator.manifest.id, at, channel }, routes);
  if (next === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  const known = {
    ...next,
    lastSource: account.last_source,
    passwordChosenAt: account.password_changed_at ?? 0,
    factorVersion: account.factor_version,
  };
  return carryOn(parts, open, known, await routesByPolicy(parts, known, routes));
}

/** False when the password was changed meanwhile. Nothing here must be undone together, so each statement commits by itself. */
async function spend(
  parts: Parts,
  caller: Caller,
  proof: { readonly flow: Flow; readonly verdict: SafeVerdict & { readonly outcome: 'accepted' } },
): Promise<boolean> {
  return parts.database.autocommit(async (tx) => {
    if (!(await proof.verdict.consume(pluginTransaction(tx)))) return false;
    const at = { now: parts.clock.now(), caller, flow: proof.flow };
    await auditFlow(tx, at, { action: `${flowName(proof.flow)}.password-proven`, outcome: 'SUCCESS' });
    return true;
  });
}

async function wrong(parts: Parts, caller: Caller, flow: Flow, reason: string): Promise<void> {
  const now = parts.clock.now();
  const disabled = await parts.database.transaction(async (tx) => {
    const justDisabled = await recordPasswordFailure(
      tx,
      { profileUuid: flow.subject?.profileUuid ?? null, now: now.getTime() },
      parts.policy,
    );
    await auditFlow(
      tx,
      { now, caller, flow },
      { action: `${flowName(flow)}.password-refused`, outcome: 'REFUSED', code: reason },
    );
    if (justDisabled && flow.subject !== null) {
      await auditFlow(
        tx,
        { now, caller, flow },
        { action: 'account.password-disabled', outcome: 'SUCCESS', code: 'GUESSING' },
      );
      await addNotice(tx, { to: flow.subject.email, ...texts.passwordDisabled(flow.subject.userId, now), at: now });
    }
    return justDisabled;
  });
  if (!disabled) return;
  parts.logger.error({ flow: flow.id }, 'a password was disabled after too many wrong guesses in a row');
  parts.pokeNotices();
}

async function refused(parts: Parts, caller: Caller, flow: Flow, code: string): Promise<void> {
  await parts.database.transaction((tx) =>
    auditFlow(
      tx,
      { now: parts.clock.now(), caller, flow },
      { action: `${flowName(flow)}.password-refused`, outcome: 'REFUSED', code },
    ),
  );
}
