import { Key } from '@countersign/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import type { ClearingHouse } from '../user-id/user-id-shape.ts';
import { ClearingHouseEnum } from './enums.ts';

/** A participant as the API shows it; its mail domains stay inside. */
@Key('code')
@ObjectType('ClearingParticipant', { description: 'A clearing participant of one house; the firm links its records.' })
export class ClearingParticipantType {
  @Field(() => ID) code!: string;
  @Field(() => String) name!: string;
  @Field(() => ClearingHouseEnum) clearingHouse!: ClearingHouse;
  @Field(() => String) firm!: string;
}
