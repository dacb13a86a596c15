import { LocalDateScalar } from '@countersign/platform';
import { Field, InputType } from 'type-graphql';
import { ClearingHouseOptions } from '../change-request-enums.ts';

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
