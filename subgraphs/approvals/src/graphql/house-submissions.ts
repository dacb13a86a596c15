import type { SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Parts } from '../ports/parts.ts';
import { ChangeSubmission } from './change-outcomes.ts';
import { CalendarOverrideInput } from './inputs/calendar-override-input.ts';
import { GroupDefinitionInput } from './inputs/group-definition-input.ts';
import { PolicyChangeInput } from './inputs/policy-change-input.ts';
import { ServiceAccountChangeInput } from './inputs/service-account-change-input.ts';
import { SoleDaWaiverInput } from './inputs/sole-da-waiver-input.ts';
import { submitTyped } from './submit-typed.ts';

/** Submitting changes of what belongs to the clearing house: two of its own staff decide (domain 2.2). */
@Resolver()
export class HouseSubmissions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts other function hours of one date before an approver.' })
  submitCalendarOverride(
    @Arg('input', () => CalendarOverrideInput) input: CalendarOverrideInput,
    @Ctx() context: SubgraphContext,
  ) {
    return submitTyped(this.#parts, context, 'CALENDAR_OVERRIDE', { named: input.date, input });
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts a business user group before an approver.' })
  submitGroupDefinition(
    @Arg('input', () => GroupDefinitionInput) input: GroupDefinitionInput,
    @Ctx() context: SubgraphContext,
  ) {
    return submitTyped(this.#parts, context, 'GROUP_DEFINITION', { named: input.code, input });
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts a policy switch before an approver.' })
  submitPolicyChange(@Arg('input', () => PolicyChangeInput) input: PolicyChangeInput, @Ctx() context: SubgraphContext) {
    return submitTyped(this.#parts, context, 'POLICY_CHANGE', { named: input.key, input });
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts a waiver for a sole administrator before an approver.' })
  submitSoleDaWaiver(@Arg('input', () => SoleDaWaiverInput) input: SoleDaWaiverInput, @Ctx() context: SubgraphContext) {
    return submitTyped(this.#parts, context, 'SOLE_DA_WAIVER', { named: input.participant, input });
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts an account for a machine before an approver.' })
  submitServiceAccountChange(
    @Arg('input', () => ServiceAccountChangeInput) input: ServiceAccountChangeInput,
    @Ctx() context: SubgraphContext,
  ) {
    return submitTyped(this.#parts, context, 'SERVICE_ACCOUNT_CHANGE', { named: input.name, input });
  }
}
