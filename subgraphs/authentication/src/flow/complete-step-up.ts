import { execute, insertIfAbsent } from '@countersign/platform';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import type { Caller, Parts } from '../parts.ts';
import { renewToken } from '../session/renew-token.ts';
import { afterwards } from './afterwards.ts';
import type { AcceptedProof } from './answer-with-second-factor.ts';
import { auditFlow } from './audit-flow.ts';
import { isGuessable } from './is-guessable.ts';
import { ProofLost, orLost } from './lost.ts';
import { rejectSecondFactor } from './reject-second-factor.ts';
import type { FlowStep } from './step.ts';

/**
 * Marks the living session as proven anew, in the transaction that spends the proof (SE4). A session in a cookie gets another
 * token by it (S1).
 */
export async function completeStepUp(parts: Parts, caller: Caller, proof: AcceptedProof): Promise<FlowStep> {
  const { flow } = proof.open;
  const now = parts.clock.now();
  const outcome = await orLost(() =>
    parts.database.transaction(async (tx) => {
      if (!(await proof.verdict.consume(pluginTransaction(tx)))) throw new ProofLost('SPENT');
      const settled = await execute(
        tx,
        'UPDATE account SET second_factor_failures = 0, reset_failures = 0, stranger_failures = 0, attempt_at = ? WHERE profile_uuid = ? AND locked_at IS NULL',
        [now.getTime(), proof.standing.profileUuid],
      );
      const marked = await execute(
        tx,
        'UPDATE session SET stepped_up_at = ?, last_seen_at = ? WHERE id = ? AND profile_uuid = ? AND ended_at IS NULL',
        [now.getTime(), now.getTime(), flow.sessionId, proof.standing.profileUuid],
      );
      const first = await insertIfAbsent(tx, 'spent_flow', { flow_id: flow.id, spent_at: now.getTime() });
      if (settled !== 1 || marked !== 1 || !first) throw new ProofLost('ACCOUNT');
      await auditFlow(
        tx,
        { now, caller, flow },
        { action: 'step-up.granted', outcome: 'SUCCESS', proven: true, sessionId: flow.sessionId ?? '' },
      );
      return renewToken(tx, flow.sessionId ?? '', now.getTime());
    }),
  );
  if (outcome instanceof ProofLost) {
    const spent = outcome.why === 'SPENT';
    const guessable = isGuessable(proof);
    const answer = spent && guessable ? 'OTP_INVALID_OR_EXPIRED' : 'STEP_UP_NOT_POSSIBLE';
    return rejectSecondFactor(parts, caller, {
      flow,
      compared: guessable,
      reason: spent ? 'ALREADY_USED' : 'REVOKED',
      answer,
    });
  }
  await afterwards(parts.flows.end(proof.open));
  if (outcome !== null) caller.reply.sessionToken = outcome;
  return { __typename: 'StepUpGranted', until: new Date(now.getTime() + parts.policy.stepUpMs) };
}
