import { InstantScalar } from '@countersign/platform';
import { Field, ID, InputType } from 'type-graphql';
import type { ChangeKind } from '../../change-request/change-kinds.ts';
import type { ChangeState } from '../../change-request/transitions.ts';
import { ChangeRequestKind, ChangeRequestState } from '../change-request-enums.ts';

/** Which requests to list; everything given must hold. */
@InputType('ChangeRequestFilter')
export class ChangeRequestFilter {
  @Field(() => ChangeRequestState, { nullable: true }) state?: ChangeState | null;
  @Field(() => [ChangeRequestState], { nullable: true }) states?: readonly ChangeState[] | null;
  @Field(() => ChangeRequestKind, { nullable: true }) kind?: ChangeKind | null;
  @Field(() => [ChangeRequestKind], { nullable: true }) kinds?: readonly ChangeKind[] | null;
  @Field(() => ID, { nullable: true }) targetUserId?: string | null;
  @Field(() => String, { nullable: true, description: 'What it is about, as shown.' }) subject?: string | null;
  @Field(() => ID, { nullable: true, description: 'User ID of the maker.' }) maker?: string | null;
  @Field(() => ID, { nullable: true, description: 'User ID of the checker who decided.' }) checker?: string | null;
  @Field(() => ID, { nullable: true, description: 'The clearing house only: requests of one participant.' })
  participant?: string | null;
  @Field(() => InstantScalar, { nullable: true }) submittedFrom?: Date | null;
  @Field(() => InstantScalar, { nullable: true, description: 'Up to, not including, this instant.' })
  submittedTo?: Date | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only requests that still wait for a checker or to be applied.',
  })
  openOnly?: boolean | null;
}
