import { InstantScalar, Shareable } from '@countersign/platform';
import { Field, ObjectType } from 'type-graphql';
import type { Refusal } from '../refusal.ts';

/** The union member of the public API for an expected "no"; the same in every subgraph. */
@Shareable()
@ObjectType('ChangeRefused', { description: 'Nothing was decided, and this is why.' })
export class ChangeRefusedType {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
  @Field(() => String, { nullable: true, description: 'The input field it is about.' }) field!: string | null;
  @Field(() => InstantScalar, { nullable: true, description: 'When the function hours begin again.' })
  nextOpening!: Date | null;
}

/** A refusal as that union member. */
export function changeRefused({ code, message, field, nextOpening }: Refusal) {
  return {
    __typename: 'ChangeRefused' as const,
    code,
    message,
    field: field ?? null,
    nextOpening: nextOpening ?? null,
  };
}
