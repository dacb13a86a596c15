import { Field, ID, InputType, Int } from 'type-graphql';
import { HouseGroundsFields } from './house-grounds-fields.ts';

/** A profile to be deleted (W8). */
@InputType('UserDeletionInput')
export class UserDeletionInput extends HouseGroundsFields {
  @Field(() => ID) userId!: string;
  @Field(() => Int, { description: 'The version of the profile that the maker had on the screen.' }) version!: number;
  @Field(() => String, { nullable: true }) reason?: string | null;
}
