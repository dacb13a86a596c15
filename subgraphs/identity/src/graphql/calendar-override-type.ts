import { LocalDateScalar } from '@countersign/platform';
import { Field, ObjectType } from 'type-graphql';

/** One date with hours of its own. */
@ObjectType('CalendarOverride', { description: 'A date that the clearing house closed or gave other function hours.' })
export class CalendarOverrideType {
  @Field(() => LocalDateScalar) date!: string;
  @Field(() => String, { nullable: true, description: 'HH:MM in Hong Kong; null when the day is closed.' })
  opensAt!: string | null;
  @Field(() => String, { nullable: true }) closesAt!: string | null;
  @Field(() => String) reason!: string;
}
