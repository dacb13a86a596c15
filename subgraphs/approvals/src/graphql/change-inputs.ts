import { LocalDateScalar } from '@countersign/platform';
import { Field, ID, InputType, Int } from 'type-graphql';
import type { ChangeKind } from '../change-request/change-kinds.ts';
import type { ChangeState } from '../change-request/transitions.ts';
import { ChangeRequestKind, ChangeRequestState, ClearingHouseOptions } from './change-request-enums.ts';

/** The fields of the form "Change User Profile - Detail" (domain 3.3). */
@InputType('ProfileFieldsInput', {
  description: 'Fields left out stay as they are; null clears a field where that is allowed.',
})
export class ProfileFieldsInput {
  @Field(() => String, { nullable: true }) email?: string | null;
  @Field(() => String, { nullable: true }) surname?: string | null;
  @Field(() => String, { nullable: true }) otherNames?: string | null;
  @Field(() => LocalDateScalar, { nullable: true }) enableFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Last day of access; null for no end.' }) disableAfter?:
    string | null;
  @Field(() => ClearingHouseOptions, { nullable: true }) clearingHouseOptions?: string | null;
  @Field(() => String, { nullable: true }) settlementAgentName?: string | null;
}

/** A maker's change of one profile (W1). */
@InputType('ProfileChangeInput')
export class ProfileChangeInput {
  @Field(() => ID) userId!: string;
  @Field(() => Int, { description: 'The version of the profile that the maker had on the screen.' }) version!: number;
  @Field(() => ProfileFieldsInput) set!: ProfileFieldsInput;
}

/** What a checker types on the maker's screen (W2). */
@InputType('AuthoriseChangeInput')
export class AuthoriseChangeInput {
  @Field(() => ID) requestId!: string;
  @Field(() => ID) checkerId!: string;
  @Field(() => String) authorisationCode!: string;
  @Field(() => String, { nullable: true, description: 'The digest of what the screen shows; checked when given.' })
  digest?: string | null;
}

/** Which requests to list. */
@InputType('ChangeRequestFilter')
export class ChangeRequestFilter {
  @Field(() => ChangeRequestState, { nullable: true }) state?: ChangeState | null;
  @Field(() => ChangeRequestKind, { nullable: true }) kind?: ChangeKind | null;
  @Field(() => ID, { nullable: true }) targetUserId?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only requests that still wait for a checker or to be applied.',
  })
  openOnly?: boolean | null;
}
