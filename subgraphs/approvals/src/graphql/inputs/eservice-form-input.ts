import { Field, ID, InputType } from 'type-graphql';

/** A form that a participant sent through the eServices (W20). */
@InputType('EServiceFormInput')
export class EServiceFormInput {
  @Field(() => ID) reference!: string;
}
