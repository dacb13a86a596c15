import { Field, InputType } from 'type-graphql';

/** What only the clearing house's staff give with a change: the form behind it, and why it goes against the matrix (W18, A3). */
@InputType()
export abstract class HouseGroundsFields {
  @Field(() => String, {
    nullable: true,
    description: 'The clearing house only: the form that the change rests on, e.g. DA3-2026-000123.',
  })
  formReference?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The clearing house only: why it acts where it usually may not (break-glass).',
  })
  breakGlassReason?: string | null;
}
