import type { SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Parts } from '../ports/parts.ts';
import { ChangeSubmission } from './change-outcomes.ts';
import { AccountChangeInput } from './inputs/account-change-input.ts';
import { submitTyped } from './submit-typed.ts';

/** Submitting changes of what a profile logs in with (W7, W17, W19). */
@Resolver()
export class AccountSubmissions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts unlocking a profile before a checker.' })
  submitUnlock(@Arg('input', () => AccountChangeInput) input: AccountChangeInput, @Ctx() context: SubgraphContext) {
    return submitTyped(this.#parts, context, 'UNLOCK', { named: input.userId, input });
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts the reset of a lost second factor before a checker.' })
  submitSecondFactorReset(
    @Arg('input', () => AccountChangeInput) input: AccountChangeInput,
    @Ctx() context: SubgraphContext,
  ) {
    return submitTyped(this.#parts, context, 'SECOND_FACTOR_RESET', { named: input.userId, input });
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts a new initial PIN for a smartcard before a checker.' })
  submitSmartcardPinReset(
    @Arg('input', () => AccountChangeInput) input: AccountChangeInput,
    @Ctx() context: SubgraphContext,
  ) {
    return submitTyped(this.#parts, context, 'SMARTCARD_PIN_RESET', { named: input.userId, input });
  }
}
