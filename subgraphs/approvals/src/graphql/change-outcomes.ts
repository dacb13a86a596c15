import { InstantScalar } from '@countersign/platform';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { ChangeRequestType } from './change-request-type.ts';

/** Why a change was not submitted or decided (design.md 8). */
@ObjectType('ChangeRefused', { description: 'Nothing was decided, and this is why.' })
export class ChangeRefusedType {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
  @Field(() => String, { nullable: true, description: 'The input field it is about.' }) field!: string | null;
  @Field(() => InstantScalar, { nullable: true, description: 'When the function hours begin again.' })
  nextOpening!: Date | null;
}

/** What submitting a change answers. */
export const ChangeSubmission = createUnionType({
  name: 'ChangeSubmission',
  types: () => [ChangeRequestType, ChangeRefusedType] as const,
});

/** What deciding on a change answers. */
export const ChangeDecision = createUnionType({
  name: 'ChangeDecision',
  types: () => [ChangeRequestType, ChangeRefusedType] as const,
});
