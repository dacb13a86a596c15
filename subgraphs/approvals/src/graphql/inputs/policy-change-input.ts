import { JsonScalar } from '@countersign/platform';
import { Field, ID, InputType } from 'type-graphql';
import { HouseGroundsFields } from './house-grounds-fields.ts';

/** A switch of the clearing house, for all or for one participant (domain 2.2). */
@InputType('PolicyChangeInput')
export class PolicyChangeInput extends HouseGroundsFields {
  @Field(() => String) key!: string;
  @Field(() => JsonScalar, { nullable: true, description: 'Left out: back to what holds without it.' }) value?: unknown;
  @Field(() => ID, { nullable: true, description: 'Left out for all participants.' }) participant?: string | null;
  @Field(() => String) reason!: string;
}
