import { InstantScalar, Internal, JsonScalar } from '@countersign/platform';
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

/** An expected "no" on its way to Approvals. */
@Internal()
@ObjectType('Refusal')
export class RefusalType {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
  @Field(() => String, { nullable: true }) field?: string | null;
  @Field(() => InstantScalar, { nullable: true }) nextOpening?: Date | null;
  @Field(() => JsonScalar, { nullable: true }) details?: unknown;
}

/** Everything that a change request will hold. */
@Internal()
@ObjectType('Proposal')
export class ProposalType {
  @Field(() => ID) targetUuid!: string;
  @Field(() => ID) targetUserId!: string;
  @Field(() => String, { nullable: true }) participant!: string | null;
  @Field(() => JsonScalar) before!: unknown;
  @Field(() => JsonScalar) after!: unknown;
  @Field(() => JsonScalar) payload!: unknown;
  @Field(() => Int) version!: number;
  @Field(() => [String]) warnings!: readonly string[];
  @Field(() => InstantScalar) expiresAt!: Date;
  @Field(() => String) summary!: string;
  @Field(() => String) successMessage!: string;
}

/** Exactly one of the two is present. */
@Internal()
@ObjectType('ProposalOutcome')
export class ProposalOutcomeType {
  @Field(() => ProposalType, { nullable: true }) proposal!: ProposalType | null;
  @Field(() => RefusalType, { nullable: true }) refusal!: RefusalType | null;
}

/** No refusal means that nothing speaks against the decision now. */
@Internal()
@ObjectType('DecisionCheck')
export class DecisionCheckType {
  @Field(() => RefusalType, { nullable: true }) refusal!: RefusalType | null;
}

/** What became of a decided change; the same for every repetition of its request ID. */
@Internal()
@ObjectType('ApplyOutcome')
export class ApplyOutcomeType {
  @Field(() => String, { description: 'APPLIED, STALE or REFUSED.' }) outcome!: string;
  @Field(() => RefusalType, { nullable: true }) refusal!: RefusalType | null;
  @Field(() => InstantScalar, { nullable: true }) appliedAt!: Date | null;
  @Field(() => Int, { nullable: true }) version!: number | null;
}

/** A decided change to be applied once. */
@Internal()
@InputType('ApplyChangeInput')
export class ApplyChangeInputType {
  @Field(() => ID) requestId!: string;
  @Field(() => String) kind!: string;
  @Field(() => ID) makerUuid!: string;
  @Field(() => ID) checkerUuid!: string;
  @Field(() => ID) targetUuid!: string;
  @Field(() => JsonScalar) payload!: unknown;
  @Field(() => Int) version!: number;
  @Field(() => InstantScalar) decidedAt!: Date;
}

/** Who made, who decides, on whom, and on which version. */
@ArgsType()
export class DecisionArgs {
  @Field(() => String) kind!: string;
  @Field(() => ID) makerUuid!: string;
  @Field(() => ID) checkerUuid!: string;
  @Field(() => ID) targetUuid!: string;
  @Field(() => Int) version!: number;
}
