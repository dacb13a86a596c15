import { InstantScalar, Internal, JsonScalar, Shareable } from '@countersign/platform';
import { Field, ObjectType } from 'type-graphql';

/** An expected "no" on its way to Approvals. */
@Internal()
@Shareable()
@ObjectType('Refusal')
export class RefusalType {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
  @Field(() => String, { nullable: true }) field?: string | null;
  @Field(() => InstantScalar, { nullable: true }) nextOpening?: Date | null;
  @Field(() => JsonScalar, { nullable: true }) details?: unknown;
}
