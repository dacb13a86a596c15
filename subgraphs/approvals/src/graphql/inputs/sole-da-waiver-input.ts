import { LocalDateScalar } from '@countersign/platform';
import { Field, ID, InputType } from 'type-graphql';
import { HouseGroundsFields } from './house-grounds-fields.ts';

/** Lets a participant's only administrator be maker and checker until a date (W2). */
@InputType('SoleDaWaiverInput')
export class SoleDaWaiverInput extends HouseGroundsFields {
  @Field(() => ID) participant!: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'The last day; null ends the waiver.' })
  until?: string | null;
  @Field(() => String) reason!: string;
}
