import type { SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Parts } from '../ports/parts.ts';
import { ChangeSubmission } from './change-outcomes.ts';
import { GroupAssignmentInput } from './inputs/group-assignment-input.ts';
import { ProfileChangeInput } from './inputs/profile-change-input.ts';
import { StatusChangeInput } from './inputs/status-change-input.ts';
import { UserCreationInput } from './inputs/user-creation-input.ts';
import { UserDeletionInput } from './inputs/user-deletion-input.ts';
import { onlyGiven } from './only-given.ts';
import { submitTyped } from './submit-typed.ts';

/** Submitting changes of profiles (W1, W6, W8, W9). */
@Resolver()
export class ChangeSubmissions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts a change of one user profile before a checker.' })
  submitProfileChange(
    @Arg('input', () => ProfileChangeInput) input: ProfileChangeInput,
    @Ctx() context: SubgraphContext,
  ) {
    const given = { ...input, set: onlyGiven(input.set) };
    return submitTyped(this.#parts, context, 'PROFILE_CHANGE', { named: input.userId, input: given });
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts a new profile before a checker.' })
  submitUserCreation(@Arg('input', () => UserCreationInput) input: UserCreationInput, @Ctx() context: SubgraphContext) {
    return submitTyped(this.#parts, context, 'USER_CREATION', { named: input.userId, input });
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts the end of a profile before a checker.' })
  submitUserDeletion(@Arg('input', () => UserDeletionInput) input: UserDeletionInput, @Ctx() context: SubgraphContext) {
    return submitTyped(this.#parts, context, 'USER_DELETION', { named: input.userId, input });
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts enabling or disabling a profile before a checker.' })
  submitStatusChange(@Arg('input', () => StatusChangeInput) input: StatusChangeInput, @Ctx() context: SubgraphContext) {
    return submitTyped(this.#parts, context, 'STATUS_CHANGE', { named: input.userId, input });
  }

  @Mutation(() => ChangeSubmission, { description: 'Puts the groups of a profile before a checker.' })
  submitGroupAssignment(
    @Arg('input', () => GroupAssignmentInput) input: GroupAssignmentInput,
    @Ctx() context: SubgraphContext,
  ) {
    return submitTyped(this.#parts, context, 'GROUP_ASSIGNMENT', { named: input.userId, input });
  }
}
