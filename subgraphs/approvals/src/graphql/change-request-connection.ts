import { Field, ObjectType } from 'type-graphql';
import { ChangeRequestType } from './change-request-type.ts';

@ObjectType('ChangeRequestEdge')
class ChangeRequestEdgeType {
  @Field(() => ChangeRequestType) node!: ChangeRequestType;
  @Field(() => String) cursor!: string;
}

@ObjectType('ChangeRequestPageInfo')
class ChangeRequestPageInfoType {
  @Field(() => Boolean) hasNextPage!: boolean;
  @Field(() => String, { nullable: true }) endCursor!: string | null;
}

/** A page of change requests, newest first (design.md 7). */
@ObjectType('ChangeRequestConnection')
export class ChangeRequestConnectionType {
  @Field(() => [ChangeRequestEdgeType]) edges!: readonly ChangeRequestEdgeType[];
  @Field(() => ChangeRequestPageInfoType) pageInfo!: ChangeRequestPageInfoType;
}
