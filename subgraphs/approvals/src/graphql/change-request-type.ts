import { InstantScalar, JsonScalar, Key } from '@countersign/platform';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { ChangeKind } from '../change-request/change-kinds.ts';
import type { ChangeState } from '../change-request/transitions.ts';
import { ChangeRequestKind, ChangeRequestState } from './change-request-enums.ts';
import { UserProfileType } from './user-profile-type.ts';

/** A change request in the public API (design.md 8). */
@Key('id')
@ObjectType('ChangeRequest', { description: 'One change that waits for, or has had, a second person’s word.' })
export class ChangeRequestType {
  @Field(() => ID) id!: string;
  @Field(() => ChangeRequestKind) kind!: ChangeKind;
  @Field(() => ChangeRequestState) state!: ChangeState;
  @Field(() => UserProfileType) target!: UserProfileType;
  @Field(() => ID, { description: 'User ID of the maker.' }) maker!: string;
  @Field(() => ID, { nullable: true, description: 'User ID of the checker, once one has decided.' }) checker!:
    string | null;
  @Field(() => JsonScalar) before!: unknown;
  @Field(() => JsonScalar) after!: unknown;
  @Field(() => String, { description: 'Stands for exactly what is shown; an approval must carry it.' }) digest!: string;
  @Field(() => Int, { description: 'Version of the profile that the change was made on.' }) version!: number;
  @Field(() => String) message!: string;
  @Field(() => String) summary!: string;
  @Field(() => [String]) warnings!: readonly string[];
  @Field(() => String, { nullable: true }) participant!: string | null;
  @Field(() => InstantScalar) submittedAt!: Date;
  @Field(() => InstantScalar) expiresAt!: Date;
  @Field(() => InstantScalar, { nullable: true }) decidedAt!: Date | null;
}
