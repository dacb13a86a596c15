import { InstantScalar, Internal, JsonScalar } from '@countersign/platform';
import { RefusalType } from '@countersign/change-owner';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { JudgedFile } from '../bulk/bulk-row.ts';

/** Why a line of a bulk file cannot be applied. */
@ObjectType('BulkRowError')
export class BulkRowErrorType {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
  @Field(() => String, { nullable: true, description: 'The field of the change that it is about.' }) field!:
    string | null;
}

/** A line of a bulk file as a dry run judged it. */
@ObjectType('BulkPreviewRow')
export class BulkPreviewRowType {
  @Field(() => Int, { description: 'As a spreadsheet numbers it; the header is line 1.' }) line!: number;
  @Field(() => String) action!: string;
  @Field(() => ID) userId!: string;
  @Field(() => JsonScalar, { nullable: true }) before!: unknown;
  @Field(() => JsonScalar, { nullable: true }) after!: unknown;
  @Field(() => [String]) warnings!: readonly string[];
  @Field(() => BulkRowErrorType, { nullable: true, description: 'Null on a line that can be applied.' })
  error!: BulkRowErrorType | null;
}

/** What a bulk file would do; nothing of it is stored. Its lines are asked for by the field `rows`. */
@ObjectType('BulkPreview')
export class BulkPreviewType {
  readonly file!: JudgedFile;
  @Field(() => Int, { description: 'Lines with a change on them.' }) total!: number;
  @Field(() => Int) valid!: number;
  @Field(() => Int) invalid!: number;
  @Field(() => Int, { description: 'Valid lines that carry a warning.' }) warned!: number;
  @Field(() => String) summary!: string;
}

/** A decided line of a bulk request. */
@Internal()
@InputType('DecidedRowInput')
export class DecidedRowInputType {
  @Field(() => Int) line!: number;
  @Field(() => String) kind!: string;
  @Field(() => ID) targetUuid!: string;
  @Field(() => JsonScalar) payload!: unknown;
  @Field(() => Int) version!: number;
}

/** Decided lines of one bulk request, each to be applied once. */
@Internal()
@InputType('ApplyBulkRowsInput')
export class ApplyBulkRowsInputType {
  @Field(() => ID) requestId!: string;
  @Field(() => ID) makerUuid!: string;
  @Field(() => ID) checkerUuid!: string;
  @Field(() => InstantScalar) decidedAt!: Date;
  @Field(() => [DecidedRowInputType]) rows!: DecidedRowInputType[];
}

/** What became of one line; a line without an outcome is not settled and may be sent again. */
@Internal()
@ObjectType('BulkRowOutcome')
export class BulkRowOutcomeType {
  @Field(() => Int) line!: number;
  @Field(() => String, { description: 'APPLIED, STALE or REFUSED.' }) outcome!: string;
  @Field(() => RefusalType, { nullable: true }) refusal!: RefusalType | null;
  @Field(() => InstantScalar, { nullable: true }) appliedAt!: Date | null;
}
