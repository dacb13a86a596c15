import {
  ApplyChangeInputType,
  ApplyOutcomeType,
  DecisionArgs,
  DecisionCheckType,
  ProposalOutcomeType,
} from '@countersign/change-owner';
import { Internal, JsonScalar, type SubgraphContext, requireService } from '@countersign/platform';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { applyAccountChange } from '../changes/apply-account-change.ts';
import { checkAccountDecision } from '../changes/check-account-decision.ts';
import { proposeAccountChange } from '../changes/propose-account-change.ts';
import type { Parts } from '../parts.ts';

/** The owner's side of maker-checker for accounts: propose, check, apply (design 6). */
@Resolver()
export class AccountChangeResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Internal()
  @Query(() => ProposalOutcomeType)
  async proposeAccountChange(
    @Arg('kind', () => String) kind: string,
    @Arg('actorUuid', () => ID) actorUuid: string,
    @Arg('input', () => JsonScalar) input: unknown,
    @Ctx() context: SubgraphContext,
  ): Promise<ProposalOutcomeType> {
    requireService(context, 'approvals');
    const outcome = await proposeAccountChange(this.#parts, { kind, actorUuid, input });
    return outcome.ok ? { proposal: outcome.value, refusal: null } : { proposal: null, refusal: outcome.refusal };
  }

  @Internal()
  @Query(() => DecisionCheckType)
  async checkAccountDecision(
    @Args(() => DecisionArgs) decision: DecisionArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<DecisionCheckType> {
    requireService(context, 'approvals');
    return { refusal: await checkAccountDecision(this.#parts, decision, decision.decidedAt ?? null) };
  }

  @Internal()
  @Mutation(() => ApplyOutcomeType)
  applyAccountChange(
    @Arg('input', () => ApplyChangeInputType) input: ApplyChangeInputType,
    @Ctx() context: SubgraphContext,
  ): Promise<ApplyOutcomeType> {
    requireService(context, 'approvals');
    return applyAccountChange(this.#parts, input);
  }
}
