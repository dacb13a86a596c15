import { type SubgraphContext, requireSession } from '@countersign/platform';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { submitEServiceForm } from '../change-request/submit-eservice-form.ts';
import type { Parts } from '../ports/parts.ts';
import { ChangeSubmission } from './change-outcomes.ts';
import { EServiceFormInput } from './inputs/eservice-form-input.ts';
import { shapeOutcome } from './shape.ts';

/** Submitting what a participant asked for by an eService form (W20). */
@Resolver()
export class EServiceSubmission {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts what an eService form asks for before an approver.' })
  async submitEServiceForm(
    @Arg('input', () => EServiceFormInput) { reference }: EServiceFormInput,
    @Ctx() context: SubgraphContext,
  ) {
    const outcome = await submitEServiceForm(this.#parts, requireSession(context), reference);
    return shapeOutcome(outcome, this.#parts.clock.now());
  }
}
