import { LocalDateScalar } from '@countersign/platform';
import { Field, ID, InputType } from 'type-graphql';
import { ClearingHouseOptions, ProfileTypeEnum } from '../change-request-enums.ts';
import { HouseGroundsFields } from './house-grounds-fields.ts';

/** A profile to be created (W6, W18). */
@InputType('UserCreationInput')
export class UserCreationInput extends HouseGroundsFields {
  @Field(() => ID) userId!: string;
  @Field(() => ProfileTypeEnum, { defaultValue: 'USER' }) type!: string;
  @Field(() => ID, { nullable: true, description: 'The clearing house only: whose profile it will be.' })
  participant?: string | null;
  @Field(() => String) surname!: string;
  @Field(() => String, { nullable: true }) otherNames?: string | null;
  @Field(() => String, { nullable: true }) email?: string | null;
  @Field(() => [ID]) groups!: readonly string[];
  @Field(() => LocalDateScalar, { nullable: true }) enableFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Last day of access; null for no end.' }) disableAfter?:
    string | null;
  @Field(() => ClearingHouseOptions, { nullable: true }) clearingHouseOptions?: string | null;
  @Field(() => String, { nullable: true }) settlementAgentName?: string | null;
  @Field(() => String, { nullable: true, description: 'Smartcard number, until the end of smartcards.' })
  srn?: string | null;
  @Field(() => LocalDateScalar, { nullable: true }) certificateExpiry?: string | null;
}
