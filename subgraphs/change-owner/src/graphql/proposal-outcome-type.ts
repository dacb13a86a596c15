import { InstantScalar, Internal, JsonScalar, Shareable } from '@countersign/platform';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Proposal } from '../proposal.ts';
import { RefusalType } from './refusal-type.ts';

/** Everything that a change request will hold. */
@Internal()
@Shareable()
@ObjectType('Proposal')
class ProposalType implements Proposal {
  @Field(() => ID) targetKey!: string;
  @Field(() => ID) targetUuid!: string;
  @Field(() => ID, { nullable: true }) targetUserId!: string | null;
  @Field(() => String) subject!: string;
  @Field(() => String, { nullable: true }) participant!: string | null;
  @Field(() => JsonScalar) before!: unknown;
  @Field(() => JsonScalar) after!: unknown;
  @Field(() => JsonScalar) payload!: unknown;
  @Field(() => Int) version!: number;
  @Field(() => [String]) warnings!: readonly string[];
  @Field(() => InstantScalar) expiresAt!: Date;
  @Field(() => String) summary!: string;
  @Field(() => String) successMessage!: string;
  @Field(() => String, { nullable: true }) formReference!: string | null;
  @Field(() => String, { nullable: true }) breakGlassReason!: string | null;
}

/** Exactly one of the two is present. */
@Internal()
@Shareable()
@ObjectType('ProposalOutcome')
export class ProposalOutcomeType {
  @Field(() => ProposalType, { nullable: true }) proposal!: Proposal | null;
  @Field(() => RefusalType, { nullable: true }) refusal!: RefusalType | null;
}
