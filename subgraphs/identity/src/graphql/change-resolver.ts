import {
  ApplyChangeInputType,
  ApplyOutcomeType,
  DecisionArgs,
  DecisionCheckType,
  ProposalOutcomeType,
} from '@countersign/change-owner';
import { Internal, JsonScalar, requireService, type SubgraphContext } from '@countersign/platform';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { proposeChange } from '../changes/propose-change.ts';
import { recordsIn } from '../rows/records-in.ts';
import { applyTogether } from './apply-together.ts';
import { asProposal } from './as-proposal.ts';
import { checkTogether } from './check-together.ts';
import type { Parts } from './parts.ts';

/** The owner's side of maker-checker: propose, check, apply (design 6). Approvals asks; Authentication asks for the rights of the changes it owns. */
@Resolver()
export class ChangeResolver {
  readonly #parts: Parts;
  readonly #check: ReturnType<typeof checkTogether>;
  readonly #apply: ReturnType<typeof applyTogether>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#check = checkTogether(parts);
    this.#apply = applyTogether(parts);
  }

  @Internal()
  @Query(() => ProposalOutcomeType)
  async proposeChange(
    @Arg('kind', () => String) kind: string,
    @Arg('actorUuid', () => ID) actorUuid: string,
    @Arg('input', () => JsonScalar) input: unknown,
    @Ctx() context: SubgraphContext,
  ): Promise<ProposalOutcomeType> {
    requireService(context, 'approvals', 'authentication');
    const outcome = await this.#parts.database.transaction((tx) =>
      proposeChange(recordsIn(tx, this.#parts), { kind, actorUuid, input }, this.#parts.clock.now()),
    );
    if (!outcome.ok) return { proposal: null, refusal: outcome.refusal };
    return { proposal: asProposal(outcome.value), refusal: null };
  }

  @Internal()
  @Query(() => DecisionCheckType)
  async checkDecision(
    @Args(() => DecisionArgs) decision: DecisionArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<DecisionCheckType> {
    requireService(context, 'approvals', 'authentication');
    const judged = await this.#check(decision);
    return { refusal: judged.ok ? null : judged.refusal };
  }

  @Internal()
  @Mutation(() => ApplyOutcomeType)
  async applyChange(
    @Arg('input', () => ApplyChangeInputType) input: ApplyChangeInputType,
    @Ctx() context: SubgraphContext,
  ): Promise<ApplyOutcomeType> {
    requireService(context, 'approvals');
    const outcome = await this.#apply(input);
    this.#parts.announce();
    return outcome;
  }
}
