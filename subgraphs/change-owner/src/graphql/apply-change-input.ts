import { InstantScalar, Internal, JsonScalar } from '@countersign/platform';
import { Field, ID, InputType, Int } from 'type-graphql';

/** A decided change to be applied once. */
@Internal()
@InputType('ApplyChangeInput')
export class ApplyChangeInputType {
  @Field(() => ID) requestId!: string;
  @Field(() => String) kind!: string;
  @Field(() => ID) makerUuid!: string;
  @Field(() => ID) checkerUuid!: string;
  @Field(() => ID) targetUuid!: string;
  @Field(() => JsonScalar) payload!: unknown;
  @Field(() => Int) version!: number;
  @Field(() => InstantScalar) decidedAt!: Date;
}
