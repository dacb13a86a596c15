import { Internal, Shareable } from '@countersign/platform';
import { Field, ObjectType } from 'type-graphql';
import { RefusalType } from './refusal-type.ts';

/** No refusal means that nothing speaks against the decision now. */
@Internal()
@Shareable()
@ObjectType('DecisionCheck')
export class DecisionCheckType {
  @Field(() => RefusalType, { nullable: true }) refusal!: RefusalType | null;
}
