import { JsonScalar } from '@countersign/platform';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { BulkRow } from '../bulk/bulk-row.ts';

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
  /** In the order of the file; shown by the field `rows`. */
  readonly lines!: readonly BulkRow[];
  @Field(() => Int, { description: 'Lines with a change on them.' }) total!: number;
  @Field(() => Int) valid!: number;
  @Field(() => Int) invalid!: number;
  @Field(() => Int, { description: 'Valid lines that carry a warning.' }) warned!: number;
  @Field(() => String) summary!: string;
}
