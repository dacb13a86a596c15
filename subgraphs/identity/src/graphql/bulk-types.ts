import { InstantScalar, Internal, JsonScalar } from '@countersign/platform';
import { RefusalType } from '@countersign/change-owner';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

/** A decided line of a bulk request. */
@Internal()
@InputType('DecidedRowInput')
export class DecidedRowInputType {
  @Field(() => Int) line!: number;
  @Field(() => String) kind!: string;
  @Field(() => ID) targetUuid!: string;
  @Field(() => JsonScalar) payload!: unknown;
  @Field(() => Int) version!: number;
}

/** Decided lines of one bulk request, each to be applied once. */
@Internal()
@InputType('ApplyBulkRowsInput')
export class ApplyBulkRowsInputType {
  @Field(() => ID) requestId!: string;
  @Field(() => ID) makerUuid!: string;
  @Field(() => ID) checkerUuid!: string;
  @Field(() => InstantScalar) decidedAt!: Date;
  @Field(() => [DecidedRowInputType]) rows!: DecidedRowInputType[];
}

/** What became of one line; a line without an outcome is not settled and may be sent again. */
@Internal()
@ObjectType('BulkRowOutcome')
export class BulkRowOutcomeType {
  @Field(() => Int) line!: number;
  @Field(() => String, { description: 'APPLIED, STALE or REFUSED.' }) outcome!: string;
  @Field(() => RefusalType, { nullable: true }) refusal!: RefusalType | null;
  @Field(() => InstantScalar, { nullable: true }) appliedAt!: Date | null;
}
