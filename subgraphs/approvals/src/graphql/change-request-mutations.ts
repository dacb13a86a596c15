import { Proof, type SubgraphContext, requireSession } from '@countersign/platform';
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { approve } from '../change-request/approve.ts';
import { authorise } from '../change-request/authorise.ts';
import { cancel } from '../change-request/cancel.ts';
import type { Outcome } from '../change-request/outcome.ts';
import { reject } from '../change-request/reject.ts';
import type { Parts } from '../ports/parts.ts';
import { ChangeDecision } from './change-outcomes.ts';
import { AuthoriseChangeInput } from './inputs/authorise-change-input.ts';
import { shapeFor, shapeOutcome } from './shape.ts';
import type { View } from './view.ts';

/** Their changes show whole profiles, and so perhaps fields that were stored in an earlier phase (W21). */
const WHOLE_PROFILES: readonly string[] = ['USER_CREATION', 'USER_DELETION'];

/** Deciding on changes, and taking them back (W2). */
@Resolver()
export class ChangeRequestMutations {
  readonly #parts: Parts;
  readonly #viewOf: (context: SubgraphContext) => Promise<View | null>;

  constructor(parts: Parts, viewOf: (context: SubgraphContext) => Promise<View | null>) {
    this.#parts = parts;
    this.#viewOf = viewOf;
  }

  @Proof()
  @Mutation(() => ChangeDecision, {
    description: 'Same screen: the checker’s ID and authorisation code, in the maker’s session.',
  })
  async authoriseChange(
    @Arg('input', () => AuthoriseChangeInput) input: AuthoriseChangeInput,
    @Ctx() context: SubgraphContext,
  ) {
    const { requestId, checkerId, authorisationCode, digest, strike } = input;
    const typed = { requestId, checkerId, authorisationCode, digest: digest ?? null, strike: strike ?? [] };
    return this.#shape(await authorise(this.#parts, requireSession(context), typed), context);
  }

  @Proof()
  @Mutation(() => ChangeDecision, { description: 'The checker’s own session, at most five minutes after a step-up.' })
  async approveChange(
    @Arg('requestId', () => ID) requestId: string,
    @Arg('digest', () => String) digest: string,
    @Ctx() context: SubgraphContext,
  ) {
    return this.#shape(await approve(this.#parts, requireSession(context), { requestId, digest }), context);
  }

  @Proof()
  @Mutation(() => ChangeDecision, { description: 'The checker sends the change back, with a reason for the maker.' })
  async rejectChange(
    @Arg('requestId', () => ID) requestId: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: SubgraphContext,
  ) {
    return this.#shape(await reject(this.#parts, requireSession(context), { requestId, reason }), context);
  }

  @Mutation(() => ChangeDecision, { description: 'The maker takes the change back.' })
  async cancelChange(@Arg('requestId', () => ID) requestId: string, @Ctx() context: SubgraphContext) {
    return this.#shape(await cancel(this.#parts, requireSession(context), requestId), context);
  }

  async #shape(outcome: Outcome, context: SubgraphContext) {
    const at = this.#parts.clock.now();
    if ('refusal' in outcome || !WHOLE_PROFILES.includes(outcome.request.kind)) return shapeOutcome(outcome, at);
    return shapeFor(await this.#viewOf(context), outcome.request, at);
  }
}
