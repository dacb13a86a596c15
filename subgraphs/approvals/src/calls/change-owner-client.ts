import { Fault, type SubgraphClient } from '@countersign/platform';
import type { ApplyOutcome, ChangeOwner, Proposal } from '../ports/change-owner.ts';
import { REFUSAL_FIELDS, type RefusalAnswer, asRefusal } from './refusal-answer.ts';

/** How an owner names its side of maker-checker; no two parts of one supergraph may share a field. */
export interface OwnerFields {
  readonly propose: string;
  readonly check: string;
  readonly apply: string;
}

const proposeText = ({
  propose,
}: OwnerFields): string => `query ProposeChange($kind: String!, $actorUuid: ID!, $input: JSON!) {
  answer: ${propose}(kind: $kind, actorUuid: $actorUuid, input: $input) {
    proposal { targetKey targetUuid targetUserId subject participant before after payload version warnings expiresAt summary successMessage formReference breakGlassReason }
    ${REFUSAL_FIELDS}
  }
}`;

const checkText = ({
  check,
}: OwnerFields): string => `query CheckDecision($kind: String!, $makerUuid: ID!, $checkerUuid: ID!, $targetUuid: ID!, $version: Int!, $payload: JSON) {
  answer: ${check}(kind: $kind, makerUuid: $makerUuid, checkerUuid: $checkerUuid, targetUuid: $targetUuid, version: $version, payload: $payload) { ${REFUSAL_FIELDS} }
}`;

const applyText = ({ apply }: OwnerFields): string =>
  `mutation ApplyChange($input: ApplyChangeInput!) { answer: ${apply}(input: $input) { outcome ${REFUSAL_FIELDS} } }`;

type ProposalAnswer = Omit<Proposal, 'target' | 'expiresAt'> & {
  readonly targetKey: string;
  readonly targetUuid: string;
  readonly targetUserId: string | null;
  readonly expiresAt: string;
};

function asProposal({ targetKey, targetUuid, targetUserId, expiresAt, ...rest }: ProposalAnswer): Proposal {
  const target = { key: targetKey, uuid: targetUuid, userId: targetUserId };
  return { ...rest, target, expiresAt: new Date(expiresAt) };
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
  throw unknownAnswer('outcome');
}

/** A subgraph that owns changeable data, spoken to by its internal fields (design.md 6). */
export function changeOwnerClient(subgraph: SubgraphClient, fields: OwnerFields): ChangeOwner {
  const [proposal, check, application] = [proposeText(fields), checkText(fields), applyText(fields)];
  return {
    async propose(kind, actorUuid, input) {
      type Answer = { answer: { proposal: ProposalAnswer | null; refusal: RefusalAnswer | null } };
      const { answer } = await subgraph.request<Answer>(proposal, { kind, actorUuid, input });
      if (answer.refusal !== null) return { refusal: asRefusal(answer.refusal) };
      if (answer.proposal === null) throw unknownAnswer(fields.propose);
      return { proposal: asProposal(answer.proposal) };
    },
    async checkDecision(question) {
      type Answer = { answer: { refusal: RefusalAnswer | null } };
      const { answer } = await subgraph.request<Answer>(check, { ...question });
      return answer.refusal === null ? null : asRefusal(answer.refusal);
    },
    async apply(change) {
      type Answer = { answer: { outcome: string; refusal: RefusalAnswer | null } };
      const input = { ...change, decidedAt: change.decidedAt.toISOString() };
      const { answer } = await subgraph.request<Answer>(application, { input });
      return asApplyOutcome(answer.outcome, answer.refusal);
    },
  };
}
