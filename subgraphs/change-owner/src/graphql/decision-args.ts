import { InstantScalar, JsonScalar } from '@countersign/platform';
import { ArgsType, Field, ID, Int } from 'type-graphql';

/** Who made, who decides, on what, on which version and with what payload. */
@ArgsType()
export class DecisionArgs {
  @Field(() => String) kind!: string;
  @Field(() => ID) makerUuid!: string;
  @Field(() => ID) checkerUuid!: string;
  @Field(() => ID) targetUuid!: string;
  @Field(() => Int) version!: number;
  @Field(() => JsonScalar, { nullable: true }) payload!: unknown;
  /** The instant whose function hours count; now when left out. */
  @Field(() => InstantScalar, { nullable: true }) decidedAt?: Date | null;
}
