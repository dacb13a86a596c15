import { JsonScalar } from '@countersign/platform';
import { Field, ID, ObjectType } from 'type-graphql';

/** One policy as it holds for the house or for one participant. */
@ObjectType('Policy', { description: 'A switch of the clearing house, with the value that holds where it was asked.' })
export class PolicyType {
  @Field(() => ID) key!: string;
  @Field(() => JsonScalar) value!: unknown;
  @Field(() => String, { description: 'PARTICIPANT, HOUSE or DEFAULT: who decided the value.' }) decidedFor!: string;
  @Field(() => Boolean, { description: 'Whether one participant may have a value of its own.' })
  perParticipant!: boolean;
  @Field(() => String) meaning!: string;
}
