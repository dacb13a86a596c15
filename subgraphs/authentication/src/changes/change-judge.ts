import type { Decision, Judged, Proposal, Refusal } from '@countersign/change-owner';
import { accepted } from '@countersign/change-owner';
import type { SubgraphClient } from '@countersign/platform';

/** Who may make, check and apply a change: rights, hours, phase, matrix, target and version, all judged by Identity now. */
export interface ChangeJudge {
  propose(kind: string, actorUuid: string, input: unknown): Promise<Judged<Proposal>>;
  /** Null when nothing speaks against the decision. */
  check(decision: Decision, decidedAt: Date | null): Promise<Refusal | null>;
}

const refusal = 'refusal { code message field nextOpening details }';
const propose = `query ProposeChange($kind: String!, $actorUuid: ID!, $input: JSON!) {
  proposeChange(kind: $kind, actorUuid: $actorUuid, input: $input) {
    proposal { targetKey targetUuid targetUserId subject participant before after payload version warnings expiresAt
      summary successMessage formReference breakGlassReason }
    ${refusal}
  }
}`;
const check = `query CheckDecision($kind: String!, $makerUuid: ID!, $checkerUuid: ID!, $targetUuid: ID!, $version: Int!,
  $payload: JSON, $decidedAt: DateTime) {
  checkDecision(kind: $kind, makerUuid: $makerUuid, checkerUuid: $checkerUuid, targetUuid: $targetUuid, version: $version,
    payload: $payload, decidedAt: $decidedAt) { ${refusal} }
}`;

type Wire<Value, Instant extends keyof Value> = Omit<Value, Instant> & { readonly [name in Instant]: string | null };
type WireRefusal = Wire<Required<Refusal>, 'nextOpening'>;

/** The judge behind Identity's internal fields, asked as the service Authentication. */
export function changeJudgeOf(identity: SubgraphClient): ChangeJudge {
  return {
    async propose(kind, actorUuid, input) {
      type Answer = { proposeChange: { proposal: Wire<Proposal, 'expiresAt'> | null; refusal: WireRefusal | null } };
      const { proposeChange } = await identity.request<Answer>(propose, { kind, actorUuid, input });
      if (proposeChange.refusal !== null) return { ok: false, refusal: refusalOf(proposeChange.refusal) };
      const { proposal } = proposeChange;
      if (proposal === null) throw new Error('Identity answered a proposal with neither a proposal nor a refusal.');
      return accepted({ ...proposal, expiresAt: new Date(proposal.expiresAt ?? '') });
    },
    async check(decision, decidedAt) {
      const { kind, makerUuid, checkerUuid, targetUuid, version, payload } = decision;
      const question = { kind, makerUuid, checkerUuid, targetUuid, version, payload };
      type Answer = { checkDecision: { refusal: WireRefusal | null } };
      const { checkDecision } = await identity.request<Answer>(check, {
        ...question,
        decidedAt: decidedAt?.toISOString() ?? null,
      });
      return checkDecision.refusal === null ? null : refusalOf(checkDecision.refusal);
    },
  };
}

function refusalOf({ nextOpening, ...rest }: WireRefusal): Refusal {
  return { ...rest, nextOpening: nextOpening === null ? null : new Date(nextOpening) };
}
