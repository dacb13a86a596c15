import { Field, ID, InputType, Int } from 'type-graphql';
import { HouseGroundsFields } from './house-grounds-fields.ts';
import { ProfileFieldsInput } from './profile-fields-input.ts';

/** A maker's change of one profile (W1). */
@InputType('ProfileChangeInput')
export class ProfileChangeInput extends HouseGroundsFields {
  @Field(() => ID) userId!: string;
  @Field(() => Int, { description: 'The version of the profile that the maker had on the screen.' }) version!: number;
  @Field(() => ProfileFieldsInput) set!: ProfileFieldsInput;
}
