import { type Transaction, query } from '@countersign/platform';
import { nobody } from '../failure-budget/nobody.ts';
import { recordPasswordFailure } from '../failure-budget/record-password-failure.ts';
import type { GuardedAuthenticator, SafeVerdict } from '../install/guard.ts';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import { addNotice } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Caller, Parts } from '../parts.ts';
import type { OtpChannel, Route } from '../route-book.ts';
import { advance } from './advance.ts';
import { auditFlow } from './audit-flow.ts';
import { carryOn, flowView } from './carry-on.ts';
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
  const wait = await parts.passwordGate.admit(attempt);
  if (wait !== null) {
    await refused(parts, caller, flow, 'TOO_MANY_ATTEMPTS');
    return refuse('TOO_MANY_ATTEMPTS', wait);
  }
  // Read before the comparison: a password changed after this moment is noticed when the login completes (O16).
  const account = await parts.database.read((tx) => readAccount(tx, flow.subject?.profileUuid ?? nobody));
  const verdict = await authenticator.verify(flowView(flow), flow.subject, given.answer);
  const usable = verdict.outcome === 'accepted' && account.disabled_by_guessing_at === null;
  if (!usable || flow.subject === null || !(await spend(parts, caller, { flow, verdict }))) {
    const reason = verdict.outcome === 'rejected' ? verdict.reason : 'REVOKED';
    await Promise.all([parts.passwordGate.failed(attempt), wrong(parts, caller, flow, reason)]);
    return refuse('AUTH_FAILED');
  }
  await parts.passwordGate.succeeded(attempt);
  return proven(parts, given, flow.subject, account);
}

/** The flow with a proven password, on the channel that the person has, if any. */
async function proven(
  parts: Parts,
  { open, routes, authenticator }: GivenAnswer,
  subject: FlowSubject,
  account: AccountRow,
): Promise<FlowStep> {
  const channel = account.otp_channel ?? (await enrolledChannel(parts, routes, subject));
  const at = parts.clock.now().getTime();
  const next = advance(open.flow, { kind: 'PROVEN', authenticator: authenticator.manifest.id, at, channel }, routes);
  if (next === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  const known = { ...next, lastSource: account.last_source, passwordChosenAt: account.password_changed_at ?? 0 };
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
    await auditFlow(tx, at, { action: 'login.password-proven', outcome: 'SUCCESS' });
    return true;
  });
}

interface AccountRow {
  readonly otp_channel: OtpChannel | null;
  readonly disabled_by_guessing_at: number | null;
  readonly last_source: string | null;
  readonly password_changed_at: number | null;
}

const noAccount: AccountRow = {
  otp_channel: null,
  disabled_by_guessing_at: null,
  last_source: null,
  password_changed_at: null,
};

async function readAccount(tx: Transaction, profileUuid: string): Promise<AccountRow> {
  const rows = await query<AccountRow>(
    tx,
    'SELECT otp_channel, disabled_by_guessing_at, last_source, password_changed_at FROM account WHERE profile_uuid = ?',
    [profileUuid],
  );
  return rows[0] ?? noAccount;
}

/** A device that is there counts, even where no login has recorded the channel yet: nobody slips past it to mail (O11). */
async function enrolledChannel(
  parts: Parts,
  routes: readonly Route[],
  subject: FlowSubject,
): Promise<OtpChannel | null> {
  for (const route of routes) {
    if (route.channel === undefined || route.joinBy === 'RISK_ACCEPTANCE') continue;
    const device = parts.authenticators.get(route.proofs.at(-1) ?? '');
    if (device !== null && (await device.enrolled(subject))) return route.channel;
  }
  return null;
}

async function wrong(parts: Parts, caller: Caller, flow: Flow, reason: string): Promise<void> {
  const now = parts.clock.now();
  const disabled = await parts.database.transaction(async (tx) => {
    const justDisabled = await recordPasswordFailure(
      tx,
      { profileUuid: flow.subject?.profileUuid ?? null, now: now.getTime() },
      parts.policy,
    );
    await auditFlow(tx, { now, caller, flow }, { action: 'login.password-refused', outcome: 'REFUSED', code: reason });
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
      { action: 'login.password-refused', outcome: 'REFUSED', code },
    ),
  );
}
