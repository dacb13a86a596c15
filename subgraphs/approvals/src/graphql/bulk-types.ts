import { InstantScalar, JsonScalar } from '@countersign/platform';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type BulkRowState, bulkRowStates } from '../bulk/bulk-row.ts';
import type { BulkWish } from '../bulk/submit-bulk.ts';
import { HouseGroundsFields } from './inputs/house-grounds-fields.ts';

const named = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;

/** Where a line stands, as the API names it. */
export const BulkRowStateEnum = named<BulkRowState>(bulkRowStates);
registerEnumType(BulkRowStateEnum, {
  name: 'BulkRowState',
  description: 'INVALID was refused when the file was submitted, REFUSED when the line should be applied.',
});

/** What lines with errors do to the others, as the API names it. */
export const BulkErrorRuleEnum = named<BulkWish['onErrors']>(['REFUSE_ALL', 'APPLY_VALID_ROWS']);
registerEnumType(BulkErrorRuleEnum, { name: 'BulkErrorRule', description: 'What lines with errors do to the others.' });

/** A bulk file on its way to a checker (W24). */
@InputType('BulkChangeInput')
export class BulkChangeInput extends HouseGroundsFields {
  @Field(() => String, {
    description:
      'RFC 4180, UTF-8, at most 2,000 lines. Columns: action (EMAIL, CREATE, DISABLE, ENABLE, DELETE), user_id, email, surname, other_names, groups (separated by ; or |), enable_from, disable_after, clearing_house_options, settlement_agent_name, reason.',
  })
  csv!: string;
  @Field(() => BulkErrorRuleEnum, { defaultValue: 'REFUSE_ALL' }) onErrors!: BulkWish['onErrors'];
}

/** How far a bulk change is; visible while it is being applied. */
@ObjectType('BulkProgress')
export class BulkProgressType {
  @Field(() => Int, { description: 'Lines put before the checker, struck ones included.' }) total!: number;
  @Field(() => Int) pending!: number;
  @Field(() => Int) struck!: number;
  @Field(() => Int) applied!: number;
  @Field(() => Int) refused!: number;
  @Field(() => Int, { description: 'Lines of the file that were refused when it was submitted.' }) invalid!: number;
}

/** Which lines to show, and how many at a time. */
@ArgsType()
export class BulkRowsArgs {
  @Field(() => BulkRowStateEnum, { nullable: true }) state?: BulkRowState | null;
  @Field(() => Int, { nullable: true }) first?: number | null;
  @Field(() => String, { nullable: true, description: 'The cursor of the last line of the page before.' }) after?:
    string | null;
}

/** One line of a bulk change and what became of it. */
@ObjectType('BulkRow')
export class BulkRowType {
  @Field(() => Int, { description: 'As a spreadsheet numbers it; the header is line 1.' }) line!: number;
  @Field(() => String) action!: string;
  @Field(() => ID) userId!: string;
  @Field(() => BulkRowStateEnum) state!: BulkRowState;
  @Field(() => JsonScalar, { nullable: true }) before!: unknown;
  @Field(() => JsonScalar, { nullable: true }) after!: unknown;
  @Field(() => [String]) warnings!: readonly string[];
  @Field(() => String, { nullable: true, description: 'Why it was struck or refused.' }) code!: string | null;
  @Field(() => String, { nullable: true }) message!: string | null;
  @Field(() => String, { nullable: true }) field!: string | null;
  @Field(() => ID, { nullable: true, description: 'User ID of the checker who struck it.' }) struckBy!: string | null;
  @Field(() => InstantScalar, { nullable: true }) appliedAt!: Date | null;
}

@ObjectType('BulkRowEdge')
class BulkRowEdgeType {
  @Field(() => BulkRowType) node!: BulkRowType;
  @Field(() => String) cursor!: string;
}

@ObjectType('BulkRowPageInfo')
class BulkRowPageInfoType {
  @Field(() => Boolean) hasNextPage!: boolean;
  @Field(() => String, { nullable: true }) endCursor!: string | null;
}

/** A page of lines, in the order of the file. */
@ObjectType('BulkRowConnection')
export class BulkRowConnectionType {
  @Field(() => [BulkRowEdgeType]) edges!: readonly BulkRowEdgeType[];
  @Field(() => [BulkRowType]) nodes!: readonly BulkRowType[];
  @Field(() => BulkRowPageInfoType) pageInfo!: BulkRowPageInfoType;
}
