import { InstantScalar, JsonScalar, Key } from '@countersign/platform';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { ChangeKind } from '../change-request/change-kinds.ts';
import type { DecisionMethod } from '../change-request/change-request.ts';
import type { ChangeState } from '../change-request/transitions.ts';
import { ChangeRequestKind, ChangeRequestState, DecisionMethodEnum } from './change-request-enums.ts';
import { UserProfileType } from './user-profile-type.ts';

/** A change request in the public API (design.md 8). */
@Key('id')
@ObjectType('ChangeRequest', { description: 'One change that waits for, or has had, a second person’s word.' })
export class ChangeRequestType {
  @Field(() => ID) id!: string;
  @Field(() => ChangeRequestKind) kind!: ChangeKind;
  @Field(() => ChangeRequestState) state!: ChangeState;
  @Field(() => UserProfileType, {
    nullable: true,
    description:
      'Null where no profile is changed, and where the profile is no more and other fields than its user ID are asked.',
  })
  target!: UserProfileType | null;
  @Field(() => String, { description: 'What it is about: a user ID, `Calendar 2026-12-24`, `40 users`.' })
  subject!: string;
  @Field(() => ID, { description: 'User ID of the maker.' }) maker!: string;
  @Field(() => ID, { nullable: true, description: 'User ID of the checker, once one has decided.' }) checker!:
    string | null;
  @Field(() => DecisionMethodEnum, { nullable: true, description: 'How the second person agreed, or sent it back.' })
  method!: DecisionMethod | null;
  @Field(() => JsonScalar) before!: unknown;
  @Field(() => JsonScalar) after!: unknown;
  @Field(() => String, { description: 'Stands for exactly what is shown; an approval must carry it.' }) digest!: string;
  @Field(() => Int, { description: 'Version of the profile that the change was made on.' }) version!: number;
  @Field(() => String) message!: string;
  @Field(() => String, { nullable: true, description: 'Why it was rejected, cancelled or not made.' }) reason!:
    string | null;
  @Field(() => String) summary!: string;
  @Field(() => [String]) warnings!: readonly string[];
  @Field(() => String, { nullable: true }) participant!: string | null;
  @Field(() => String, { nullable: true, description: 'The form that a change of the clearing house rests on.' })
  formReference!: string | null;
  @Field(() => String, { nullable: true, description: 'Why the clearing house acts where it usually may not.' })
  breakGlassReason!: string | null;
  @Field(() => Boolean, { description: 'Decided by its own maker, under a waiver.' }) soleDa!: boolean;
  @Field(() => InstantScalar) submittedAt!: Date;
  @Field(() => InstantScalar) expiresAt!: Date;
  @Field(() => InstantScalar, { nullable: true }) decidedAt!: Date | null;
}
