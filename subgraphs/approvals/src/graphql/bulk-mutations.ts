import { Proof, type SubgraphContext, requireSession } from '@countersign/platform';
import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { strikeBulk } from '../bulk/strike-bulk.ts';
import { submitBulk } from '../bulk/submit-bulk.ts';
import type { Parts } from '../ports/parts.ts';
import { BulkChangeInput } from './bulk-types.ts';
import { ChangeDecision, ChangeSubmission } from './change-outcomes.ts';
import { onlyGiven } from './only-given.ts';
import { shapeOutcome } from './shape.ts';

/** Putting a file before a checker, and the checker's pencil (W24). */
@Resolver()
export class BulkMutations {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Mutation(() => ChangeSubmission, {
    description: 'Puts the changes of a file before a checker as one request. Try it with bulkChangePreview first.',
  })
  async submitBulkChange(
    @Arg('input', () => BulkChangeInput) { csv, onErrors, ...grounds }: BulkChangeInput,
    @Ctx() context: SubgraphContext,
  ) {
    const wish = { csv, onErrors, ...onlyGiven(grounds) };
    return shapeOutcome(await submitBulk(this.#parts, requireSession(context), wish), this.#parts.clock.now());
  }

  @Proof()
  @Mutation(() => ChangeDecision, {
    description:
      'The checker’s own session, after a step-up: takes lines out of a bulk change that waits. It has another digest from then on.',
  })
  async strikeBulkRows(
    @Arg('requestId', () => ID) requestId: string,
    @Arg('lines', () => [Int]) lines: number[],
    @Arg('reason', () => String) reason: string,
    @Ctx() context: SubgraphContext,
  ) {
    const outcome = await strikeBulk(this.#parts, requireSession(context), { requestId, lines, reason });
    return shapeOutcome(outcome, this.#parts.clock.now());
  }
}
