import { Field, ID, InputType } from 'type-graphql';
import { HouseGroundsFields } from './house-grounds-fields.ts';

/** A business user group of the catalogue (domain 1). */
@InputType('GroupDefinitionInput')
export class GroupDefinitionInput extends HouseGroundsFields {
  @Field(() => ID) code!: string;
  @Field(() => String, { nullable: true }) name?: string | null;
  @Field(() => [String], { nullable: true }) functions?: readonly string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'The group is given to nobody any more.' })
  retire?: boolean | null;
  @Field(() => String) reason!: string;
}
