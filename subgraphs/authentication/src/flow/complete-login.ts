import { type Transaction, query } from '@countersign/platform';
import { type Settlement, settleAccount } from '../failure-budget/settle-account.ts';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import { addNotice } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Caller, Parts } from '../parts.ts';
import { passwordReminder } from '../own-account/password-reminder.ts';
import { provesMailbox } from '../route-book.ts';
import { type OpenedSession, openSession } from '../session/open-session.ts';
import { afterwards } from './afterwards.ts';
import type { AcceptedProof } from './answer-with-second-factor.ts';
import { auditFlow } from './audit-flow.ts';
import { type CompletedLogin, completedLogin } from './completed-flow.ts';
import { completed } from './begin-within-limit.ts';
import { isGuessable } from './is-guessable.ts';
import { ProofLost, orLost } from './lost.ts';
import type { Flow } from './flow.ts';
import { noticeOfRecovery } from './notice-of-recovery.ts';
import { refuse } from './refuse.ts';
import { refusalOfUnguessable } from './refusal-of-unguessable.ts';
import { rejectSecondFactor } from './reject-second-factor.ts';
import type { FlowStep } from './step.ts';

const homes = { DMS: '/dms', CCMS: '/ccms', CONSOLE: '/console' } as const;

/**
 * Spends the last proof, ends the row of failures, opens the session and writes the audit: all or nothing (design 5).
 * Which application a person may use is told only here, after everything was proven (W11).
 */
export async function completeLogin(parts: Parts, caller: Caller, proof: AcceptedProof): Promise<FlowStep> {
  const { flow } = proof.open;
  const login = completedLogin(proof.next, proof.routes);
  if (login === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  const entitled = proof.standing.applications.includes(login.application);
  const outcome = await orLost(() =>
    parts.database.transaction((tx) => settle(parts, caller, { tx, proof, login, entitled })),
  );
  if (outcome instanceof ProofLost) {
    const spent = outcome.why === 'SPENT';
    const guessable = isGuessable(proof);
    const ofSpent = guessable ? 'OTP_INVALID_OR_EXPIRED' : refusalOfUnguessable(proof);
    const answer = spent ? ofSpent : 'AUTH_FAILED';
    return rejectSecondFactor(parts, caller, {
      flow,
      compared: guessable,
      reason: spent ? 'ALREADY_USED' : 'REVOKED',
      answer,
    });
  }
  if (isNews(proof, caller)) parts.pokeNotices();
  await afterwards(parts.flows.end(proof.open), completed(parts, caller, 'logins'));
  if (outcome === null) return refuse('NOT_ENTITLED');
  if (flow.delivery === 'COOKIE') caller.reply.sessionToken = outcome.token;
  return {
    __typename: 'SignedIn',
    session: { id: outcome.id, application: login.application, expiresAt: outcome.expiresAt },
    home: homes[login.application],
    sessionToken: flow.delivery === 'BEARER' ? outcome.token : null,
    notice: reminderIn(parts, flow),
  };
}

/** What a person is reminded of as he signs in; a login without a password has nothing to remind of (P4). */
function reminderIn(parts: Parts, { passwordChosenAt }: Flow): string | null {
  const chosenAt = passwordChosenAt === null || passwordChosenAt === 0 ? null : new Date(passwordChosenAt);
  return passwordReminder(chosenAt, parts.clock.now(), parts.policy);
}

/** Whether this login may have left a notice: a new device or channel, a recovery code, or another source than last time. */
function isNews({ open: { flow }, authenticator }: AcceptedProof, caller: Caller): boolean {
  const recovered = authenticator.raw.issuance !== undefined;
  return recovered || flow.choice !== null || flow.lastSource !== caller.source.address;
}

interface Settling {
  readonly tx: Transaction;
  readonly proof: AcceptedProof;
  readonly login: CompletedLogin;
  readonly entitled: boolean;
}

async function settle(
  parts: Parts,
  caller: Caller,
  { tx, proof, login, entitled }: Settling,
): Promise<OpenedSession | null> {
  const now = parts.clock.now();
  const at = { now, caller, flow: proof.open.flow };
  const { application } = login;
  if (!(await proof.verdict.consume(pluginTransaction(tx)))) throw new ProofLost('SPENT');
  if (!(await settleAccount(tx, settlementOf(proof, login, at)))) throw new ProofLost('ACCOUNT');
  await noticeOfJoining(tx, proof, at);
  await noticeOfRecovery(tx, at, proof);
  if (!entitled) {
    const refused = { action: 'login.not-entitled', outcome: 'REFUSED', code: 'NOT_ENTITLED', proven: true } as const;
    await auditFlow(tx, at, { ...refused, after: { application } });
    return null;
  }
  await noticeOfNewSource(tx, proof, at);
  const opening = { now, address: caller.source.address, securityVersion: proof.standing.securityVersion };
  const session = await openSession(tx, login, opening, parts.policy);
  if (session === null) throw new ProofLost('SPENT');
  const methods = login.flow.evidence.map((one) => one.authenticator);
  await auditFlow(tx, at, {
    action: 'login.session-opened',
    outcome: 'SUCCESS',
    proven: true,
    sessionId: session.id,
    after: { application, methods, replaced: session.replaced },
  });
  return session;
}

function settlementOf(
  proof: AcceptedProof,
  login: CompletedLogin,
  { now, caller }: { readonly now: Date; readonly caller: Caller },
): Settlement {
  const { flow } = proof.open;
  const { route, subject } = login;
  return {
    profileUuid: subject.profileUuid,
    now: now.getTime(),
    passwordChosenAt: flow.passwordChosenAt,
    channel: route.channel ?? null,
    joining: route.channel !== undefined && flow.channel === null,
    method: route.method,
    address: caller.source.address,
    riskVersion: flow.choice?.kind === 'RISK_ACCEPTED' ? flow.choice.version : null,
    verifiedEmail: provesMailbox(proof.authenticator.manifest.id) ? proof.standing.email : null,
  };
}

type Moment = Parameters<typeof auditFlow>[1];

async function noticeOfJoining(tx: Transaction, proof: AcceptedProof, at: Moment): Promise<void> {
  const { choice } = proof.open.flow;
  const { email, userId } = proof.standing;
  const { now } = at;
  const done = { outcome: 'SUCCESS', proven: true } as const;
  if (choice?.kind === 'REGISTER') {
    await auditFlow(tx, at, { action: 'device.registered', ...done, after: { authenticator: choice.authenticator } });
    await addNotice(tx, { to: email, ...texts.deviceRegistered(userId, now), at: now });
  }
  if (choice?.kind === 'RISK_ACCEPTED') {
    await auditFlow(tx, at, { action: 'channel.chosen', ...done, after: { to: 'EMAIL' } });
    await addNotice(tx, { to: email, ...texts.emailChosen(userId, now), at: now });
  }
}

/** Tells a person of a sign-in from where he never signed in before; his very first sign-in is no news to him (N1). */
async function noticeOfNewSource(tx: Transaction, proof: AcceptedProof, at: Moment): Promise<void> {
  const { profileUuid, email, userId } = proof.standing;
  const { now } = at;
  const { address } = at.caller.source;
  if (proof.open.flow.lastSource === address) return;
  const known = await query(tx, 'SELECT id FROM session WHERE profile_uuid = ? AND source_address = ? LIMIT 1', [
    profileUuid,
    address,
  ]);
  if (known.length > 0) return;
  const before = await query(tx, 'SELECT id FROM session WHERE profile_uuid = ? LIMIT 1', [profileUuid]);
  if (before.length === 0) return;
  await auditFlow(tx, at, { action: 'login.new-source', outcome: 'SUCCESS', proven: true });
  await addNotice(tx, { to: email, ...texts.newSource(userId, now, address), at: now });
}
