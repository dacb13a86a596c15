import { execute } from '@countersign/platform';
import { giveStrangerTryBack } from '../failure-budget/stranger-lane.ts';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import type { Caller, Parts } from '../parts.ts';
import { provesMailbox } from '../route-book.ts';
import type { AcceptedProof } from './answer-with-second-factor.ts';
import { auditFlow } from './audit-flow.ts';
import { carryOn } from './carry-on.ts';
import { ProofLost, orLost } from './lost.ts';
import { rejectSecondFactor } from './reject-second-factor.ts';
import type { FlowStep } from './step.ts';

/**
 * Spends the mailed code and asks for the new password. The attempt is given back, as it did not fail, but earlier
 * failures stay: only a completed login or step-up ends their row (O4).
 */
export async function proveReset(parts: Parts, caller: Caller, proof: AcceptedProof): Promise<FlowStep> {
  const { flow } = proof.open;
  const now = parts.clock.now();
  const stranger = proof.stranger ? 1 : 0;
  const email = provesMailbox(proof.authenticator.manifest.id) ? proof.standing.email : null;
  const outcome = await orLost(() =>
    parts.database.transaction(async (tx) => {
      if (!(await proof.verdict.consume(pluginTransaction(tx)))) throw new ProofLost('SPENT');
      await execute(
        tx,
        `UPDATE account SET verified_email = COALESCE(?, verified_email), email_verified_at = COALESCE(?, email_verified_at)
          WHERE profile_uuid = ?`,
        [email, email === null ? null : now.getTime(), proof.standing.profileUuid],
      );
      await execute(
        tx,
        `UPDATE account SET second_factor_failures = second_factor_failures - 1, reset_failures = reset_failures - 1,
            stranger_failures = stranger_failures - ?
          WHERE profile_uuid = ? AND locked_at IS NULL AND second_factor_failures > 0 AND reset_failures > 0
            AND stranger_failures >= ?`,
        [stranger, proof.standing.profileUuid, stranger],
      );
      await auditFlow(tx, { now, caller, flow }, { action: 'reset.code-proven', outcome: 'SUCCESS' });
    }),
  );
  if (outcome instanceof ProofLost) {
    return rejectSecondFactor(parts, caller, {
      flow,
      compared: !proof.stranger,
      reason: 'ALREADY_USED',
      answer: 'OTP_INVALID_OR_EXPIRED',
    });
  }
  if (proof.stranger) await giveStrangerTryBack(parts, flow);
  return carryOn(parts, proof.open, proof.next, proof.routes);
}
