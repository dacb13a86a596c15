import { InstantScalar, LocalDateScalar } from '@countersign/platform';
import { Field, ObjectType } from 'type-graphql';
import type { FunctionDayReason } from '../function-hours/function-day.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { FunctionDayReasonEnum, MigrationPhaseEnum } from './enums.ts';

/** One day of the calendar, and whether the functions are open at this instant. */
@ObjectType('FunctionHours', {
  description: 'Function time of one Hong Kong day, half-open: at closesAt the functions are closed.',
})
export class FunctionHoursType {
  @Field(() => LocalDateScalar) date!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'Null on a closed day.' }) opensAt!: Date | null;
  @Field(() => InstantScalar, { nullable: true }) closesAt!: Date | null;
  @Field(() => FunctionDayReasonEnum) reason!: FunctionDayReason;
  @Field(() => String, { nullable: true, description: "The clearing house's note on an overridden day." }) note!:
    string | null;
  @Field(() => Boolean, { description: 'Whether the functions are open now.' }) open!: boolean;
  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When they open next; null when the calendar knows no opening within 60 days.',
  })
  nextOpening!: Date | null;
}

/** The phase in force. */
@ObjectType('Migration', { description: 'Where the one migration from smartcards stands.' })
export class MigrationType {
  @Field(() => MigrationPhaseEnum) phase!: MigrationPhase;
}
