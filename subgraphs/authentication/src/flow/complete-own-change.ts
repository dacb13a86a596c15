import type { Transaction } from '@countersign/platform';
import type { GuardedAuthenticator } from '../install/guard.ts';
import { ownTables } from '../install/own-tables.ts';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import { addNotice } from '../notification/add-notice.ts';
import { texts } from '../notification/texts.ts';
import type { Caller, Parts } from '../parts.ts';
import { type Route, provesMailbox, shownChannel, standsIn } from '../route-book.ts';
import { endSessionsOf } from '../session/end-session.ts';
import { afterwards } from './afterwards.ts';
import type { AcceptedProof } from './answer-with-second-factor.ts';
import { auditFlow } from './audit-flow.ts';
import { carryOn } from './carry-on.ts';
import type { Goal } from './flow.ts';
import { isGuessable } from './is-guessable.ts';
import { ProofLost, orLost } from './lost.ts';
import { noticeOfRecovery } from './notice-of-recovery.ts';
import { owed } from './owed.ts';
import { refusalOfUnguessable } from './refusal-of-unguessable.ts';
import { refuse } from './refuse.ts';
import { rejectSecondFactor } from './reject-second-factor.ts';
import { type OwnFlow, settleFactors, settleProofs } from './settle-factors.ts';
import type { FlowStep } from './step.ts';

/**
 * Spends a proof of a signed-in person. Password and present factor lead on to the goal's own steps; the proof that leaves
 * nothing owed makes the change, all of it in the transaction that spends it: until then the old factor works (W16).
 */
export async function completeOwnChange(parts: Parts, caller: Caller, proof: AcceptedProof): Promise<FlowStep> {
  const own = ownFlow(proof);
  if (own === null) return refuse('FLOW_STEP_NOT_EXPECTED');
  const { goal } = own;
  const ends = goal.kind !== 'PASSWORD' && owed(proof.next, proof.routes).kind === 'NOTHING';
  const outcome = await orLost(() =>
    parts.database.transaction(async (tx) => {
      const now = parts.clock.now();
      if (!(await proof.verdict.consume(pluginTransaction(tx)))) throw new ProofLost('SPENT');
      await noticeOfRecovery(tx, { now, caller, flow: own.flow }, proof);
      const making = { tx, now, caller, proof, own };
      return ends ? makeChange(parts, making) : provenAgain(making);
    }),
  );
  if (outcome instanceof ProofLost) return lost(parts, caller, proof, outcome);
  parts.pokeNotices();
  if (outcome === null) return carryOn(parts, proof.open, proof.next, proof.routes);
  await afterwards(parts.flows.end(proof.open));
  if (outcome.__typename !== 'RecoveryCodesIssued') caller.reply.sessionEnded = true;
  return outcome;
}

type Own = OwnFlow & { readonly goal: Goal };

interface Making {
  readonly tx: Transaction;
  readonly now: Date;
  readonly caller: Caller;
  readonly proof: AcceptedProof;
  readonly own: Own;
}

function ownFlow({ open: { flow } }: AcceptedProof): Own | null {
  const { goal, subject, channel } = flow;
  return goal === null || subject === null || channel === null ? null : { flow, goal, subject, channel };
}

async function provenAgain({ tx, now, caller, own }: Making): Promise<null> {
  await settleProofs(tx, own, now.getTime());
  const { flow, goal } = own;
  await auditFlow(
    tx,
    { now, caller, flow },
    { action: 'enrol.proven-again', outcome: 'SUCCESS', proven: true, after: { goal: goal.kind } },
  );
  return null;
}

function makeChange(parts: Parts, making: Making): Promise<FlowStep> {
  const { goal } = making.own;
  if (goal.kind === 'CHANNEL') return changeChannel(parts, making, goal);
  if (goal.kind === 'DEVICE') return replaceDevice(making, goal.authenticator);
  if (goal.kind === 'RECOVERY_CODES') return issueCodes(parts, making);
  throw new ProofLost('ACCOUNT');
}

/** The new factor counts, and whatever proved the person by the old one is destroyed in the same instant (W16). */
async function changeChannel(
  parts: Parts,
  making: Making,
  goal: Goal & { readonly kind: 'CHANNEL' },
): Promise<FlowStep> {
  const { tx, now, caller, proof, own } = making;
  const { choice } = own.flow;
  const { profileUuid, userId, email } = proof.standing;
  const verifiedEmail = provesMailbox(proof.authenticator.manifest.id) ? email : null;
  const riskVersion = choice?.kind === 'RISK_ACCEPTED' ? choice.version : null;
  await settleFactors(tx, own, { channel: goal.channel, riskVersion, verifiedEmail }, now.getTime());
  for (const other of parts.authenticators.installed())
    if (!outlives(other, proof.routes, goal)) await other.raw.forget?.(pluginTransaction(tx), profileUuid);
  await endSessionsOf(tx, profileUuid, 'FACTOR_CHANGED', now.getTime());
  const [from, to] = [shownChannel(own.channel), shownChannel(goal.channel)];
  const changed = { action: 'channel.changed', outcome: 'SUCCESS', proven: true, after: { from, to } } as const;
  await auditFlow(tx, { now, caller, flow: own.flow }, { ...changed, sessionId: own.flow.sessionId ?? '' });
  await addNotice(tx, { to: email, ...texts.channelChanged(userId, now, from, to), at: now });
  return {
    __typename: 'ChannelChanged',
    channel: to,
    message: `From now on you sign in ${wayOf[to]}. All sessions were ended: sign in again.`,
  };
}

/** What a change of channel leaves: the new factor, password and card, and stand-ins where the new channel has use for them. */
function outlives(
  { manifest, raw }: GuardedAuthenticator,
  routes: readonly Route[],
  { channel, authenticator }: Goal & { readonly kind: 'CHANNEL' },
): boolean {
  if (manifest.id === authenticator || raw.memorised !== undefined || manifest.kind === 'identifies') return true;
  return standsIn(routes, manifest.id) && routes.some((route) => route.standsInFor?.includes(channel) === true);
}

const wayOf = {
  APP: 'with the code that your authenticator app shows',
  EMAIL: 'with a code mailed to your registered address',
  TOKEN: 'with the code of your token',
  PASSKEY: 'with your passkey',
  OTHER: 'with the authenticator you registered',
} as const;

/** Confirming stored the new device in place of the old (O13). */
async function replaceDevice(making: Making, authenticator: string): Promise<FlowStep> {
  const { tx, now, caller, proof, own } = making;
  const { profileUuid, userId, email } = proof.standing;
  await settleFactors(tx, own, { channel: own.channel, riskVersion: null, verifiedEmail: null }, now.getTime());
  await endSessionsOf(tx, profileUuid, 'FACTOR_CHANGED', now.getTime());
  const replaced = { action: 'device.replaced', outcome: 'SUCCESS', proven: true, after: { authenticator } } as const;
  await auditFlow(tx, { now, caller, flow: own.flow }, { ...replaced, sessionId: own.flow.sessionId ?? '' });
  await addNotice(tx, { to: email, ...texts.deviceReplaced(userId, now), at: now });
  return {
    __typename: 'DeviceReplaced',
    authenticator,
    message: 'The new device counts and the old one no longer does. All sessions were ended: sign in again.',
  };
}

async function issueCodes(parts: Parts, { tx, now, caller, proof, own }: Making): Promise<FlowStep> {
  const { profileUuid, userId, email } = proof.standing;
  const issuer = parts.authenticators.running().find(({ raw }) => raw.issuance !== undefined);
  if (issuer?.raw.issuance === undefined) throw new ProofLost('ACCOUNT');
  await settleFactors(tx, own, { channel: own.channel, riskVersion: null, verifiedEmail: null }, now.getTime());
  const codes = await issuer.raw.issuance.issue(ownTables(issuer.manifest, pluginTransaction(tx)), profileUuid);
  await auditFlow(
    tx,
    { now, caller, flow: own.flow },
    { action: 'recovery-codes.issued', outcome: 'SUCCESS', proven: true, sessionId: own.flow.sessionId ?? '' },
  );
  await addNotice(tx, { to: email, ...texts.recoveryCodesIssued(userId, now), at: now });
  return {
    __typename: 'RecoveryCodesIssued',
    codes,
    message: 'Print these codes and keep them apart from your device. Each is good once; older ones no longer count.',
  };
}

function lost(parts: Parts, caller: Caller, proof: AcceptedProof, { why }: ProofLost): Promise<FlowStep> {
  const spent = why === 'SPENT';
  const guessable = isGuessable(proof);
  const ofSpent = guessable ? 'OTP_INVALID_OR_EXPIRED' : refusalOfUnguessable(proof);
  return rejectSecondFactor(parts, caller, {
    flow: proof.open.flow,
    compared: guessable,
    reason: spent ? 'ALREADY_USED' : 'REVOKED',
    answer: spent ? ofSpent : 'OWN_CHANGE_NOT_POSSIBLE',
  });
}
