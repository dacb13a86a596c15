import { InstantScalar, Internal, Shareable } from '@countersign/platform';
import { Field, Int, ObjectType } from 'type-graphql';
import { RefusalType } from './refusal-type.ts';

/** What became of a decided change; the same for every repetition of its request ID. */
@Internal()
@Shareable()
@ObjectType('ApplyOutcome')
export class ApplyOutcomeType {
  @Field(() => String, { description: 'APPLIED, STALE or REFUSED.' }) outcome!: string;
  @Field(() => RefusalType, { nullable: true }) refusal!: RefusalType | null;
  @Field(() => InstantScalar, { nullable: true }) appliedAt!: Date | null;
  @Field(() => Int, { nullable: true }) version!: number | null;
}
