import type { Proposal as ProposalOnTheWire } from '@countersign/change-owner';
import type { Proposal } from '../changes/propose-change.ts';

/** A good proposal as Approvals stores it. */
export function asProposal({ target, targetKey, grounds, ...effect }: Proposal): ProposalOnTheWire {
  const { uuid, subject, userId, participant, version } = target;
  return {
    ...effect,
    targetKey: targetKey ?? uuid,
    targetUuid: uuid,
    targetUserId: userId,
    subject,
    participant,
    version,
    formReference: grounds.formReference,
    breakGlassReason: grounds.breakGlassReason,
  };
}
