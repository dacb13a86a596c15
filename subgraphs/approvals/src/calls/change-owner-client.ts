import { Fault, type SubgraphClient } from '@countersign/platform';
import type { ApplyOutcome, ChangeOwner, Proposal } from '../ports/change-owner.ts';
import type { Refusal } from '../refusal.ts';

const REFUSAL = 'refusal { code message field nextOpening }';

const PROPOSE = `query ProposeChange($kind: String!, $actorUuid: ID!, $input: JSON!) {
  proposeChange(kind: $kind, actorUuid: $actorUuid, input: $input) {
    proposal { targetUuid targetUserId participant before after payload version warnings expiresAt summary successMessage }
    ${REFUSAL}
  }
}`;

const CHECK = `query CheckDecision($kind: String!, $makerUuid: ID!, $checkerUuid: ID!, $targetUuid: ID!, $version: Int!, $payload: JSON) {
  checkDecision(kind: $kind, makerUuid: $makerUuid, checkerUuid: $checkerUuid, targetUuid: $targetUuid, version: $version, payload: $payload) { ${REFUSAL} }
}`;

const APPLY = `mutation ApplyChange($input: ApplyChangeInput!) { applyChange(input: $input) { outcome ${REFUSAL} } }`;

interface RefusalAnswer {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly nextOpening: string | null;
}

type ProposalAnswer = Omit<Proposal, 'target' | 'expiresAt'> & {
  readonly targetUuid: string;
  readonly targetUserId: string;
  readonly expiresAt: string;
};

function asRefusal({ code, message, field, nextOpening }: RefusalAnswer): Refusal {
  return { code, message, field: field ?? null, nextOpening: nextOpening ? new Date(nextOpening) : null };
}

function asProposal({ targetUuid, targetUserId, expiresAt, ...rest }: ProposalAnswer): Proposal {
  return { ...rest, target: { uuid: targetUuid, userId: targetUserId }, expiresAt: new Date(expiresAt) };
}

function unknownAnswer(field: string): Fault {
  return new Fault(
    'DEPENDENCY_UNAVAILABLE',
    'The service is busy or briefly unavailable. Please try again in a moment.',
    { detail: field },
  );
}

function asApplyOutcome(outcome: string, refusal: RefusalAnswer | null): ApplyOutcome {
  if (outcome === 'APPLIED') return { outcome };
  if (outcome === 'STALE' || outcome === 'REFUSED')
    return { outcome, refusal: refusal === null ? null : asRefusal(refusal) };
  throw unknownAnswer('applyChange.outcome');
}

/** A subgraph that owns changeable data, spoken to by its internal fields (design.md 6). */
export function changeOwnerClient(subgraph: SubgraphClient): ChangeOwner {
  return {
    async propose(kind, actorUuid, input) {
      type Answer = { proposeChange: { proposal: ProposalAnswer | null; refusal: RefusalAnswer | null } };
      const { proposeChange } = await subgraph.request<Answer>(PROPOSE, { kind, actorUuid, input });
      if (proposeChange.refusal !== null) return { refusal: asRefusal(proposeChange.refusal) };
      if (proposeChange.proposal === null) throw unknownAnswer('proposeChange');
      return { proposal: asProposal(proposeChange.proposal) };
    },
    async checkDecision(question) {
      const answer = await subgraph.request<{ checkDecision: { refusal: RefusalAnswer | null } }>(CHECK, {
        ...question,
      });
      return answer.checkDecision.refusal === null ? null : asRefusal(answer.checkDecision.refusal);
    },
    async apply(change) {
      type Answer = { applyChange: { outcome: string; refusal: RefusalAnswer | null } };
      const input = { ...change, decidedAt: change.decidedAt.toISOString() };
      const { applyChange } = await subgraph.request<Answer>(APPLY, { input });
      return asApplyOutcome(applyChange.outcome, applyChange.refusal);
    },
  };
}
