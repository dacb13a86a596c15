import { Key } from '@countersign/platform';
import { Field, ID, ObjectType } from 'type-graphql';

/** This subgraph's stub of a clearing participant: its code, to which a count of open requests is added. */
@Key('code')
@ObjectType('ClearingParticipant')
export class ClearingParticipantType {
  @Field(() => ID) code!: string;
}
