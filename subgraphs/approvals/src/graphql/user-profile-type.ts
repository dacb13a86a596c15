import { Key } from '@countersign/platform';
import { Field, ID, ObjectType } from 'type-graphql';

/** This subgraph's stub of a profile: its name, to which an open request is added. */
@Key('userId')
@ObjectType('UserProfile')
export class UserProfileType {
  @Field(() => ID) userId!: string;
}
