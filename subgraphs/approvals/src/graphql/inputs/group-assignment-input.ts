import { Field, ID, InputType, Int } from 'type-graphql';
import { HouseGroundsFields } from './house-grounds-fields.ts';

/** The groups that a profile shall have (W9). */
@InputType('GroupAssignmentInput')
export class GroupAssignmentInput extends HouseGroundsFields {
  @Field(() => ID) userId!: string;
  @Field(() => Int, { description: 'The version of the profile that the maker had on the screen.' }) version!: number;
  @Field(() => [ID], { description: 'The complete new set: what is left out is taken away.' })
  groups!: readonly string[];
}
