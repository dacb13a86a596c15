import { Field, ID, InputType, Int } from 'type-graphql';
import { ProfileStatusEnum } from '../change-request-enums.ts';
import { HouseGroundsFields } from './house-grounds-fields.ts';

/** A profile to be enabled or disabled (W8). */
@InputType('StatusChangeInput')
export class StatusChangeInput extends HouseGroundsFields {
  @Field(() => ID) userId!: string;
  @Field(() => Int, { description: 'The version of the profile that the maker had on the screen.' }) version!: number;
  @Field(() => ProfileStatusEnum) status!: string;
  @Field(() => String, { nullable: true }) reason?: string | null;
}
