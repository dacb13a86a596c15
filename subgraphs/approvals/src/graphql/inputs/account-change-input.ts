import { Field, ID, InputType, Int } from 'type-graphql';
import { HouseGroundsFields } from './house-grounds-fields.ts';

/** A profile whose account is to be unlocked, or whose second factor or PIN is to be reset (W7, W17, W19). */
@InputType('AccountChangeInput')
export class AccountChangeInput extends HouseGroundsFields {
  @Field(() => ID) userId!: string;
  @Field(() => Int, { nullable: true, description: 'The version of the profile that the maker had on the screen.' })
  version?: number | null;
  @Field(() => String, { nullable: true }) reason?: string | null;
}
