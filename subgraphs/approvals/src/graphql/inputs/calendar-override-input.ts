import { LocalDateScalar } from '@countersign/platform';
import { Field, InputType } from 'type-graphql';
import { HouseGroundsFields } from './house-grounds-fields.ts';

/** Function hours of one date against the calendar (domain 5.5). */
@InputType('CalendarOverrideInput')
export class CalendarOverrideInput extends HouseGroundsFields {
  @Field(() => LocalDateScalar) date!: string;
  @Field(() => String, { nullable: true, description: 'HH:MM by Hong Kong time; both times null for a closed day.' })
  opensAt?: string | null;
  @Field(() => String, { nullable: true }) closesAt?: string | null;
  @Field(() => String) reason!: string;
  @Field(() => Boolean, { nullable: true, description: 'Takes the override of this date away.' })
  remove?: boolean | null;
}
