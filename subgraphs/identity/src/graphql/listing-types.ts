import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { ProfileStatus, ProfileType } from '../user-profile/user-profile.ts';
import { ProfileStatusEnum, ProfileTypeEnum } from './enums.ts';
import { UserProfileType } from './user-profile-type.ts';

/** What narrows a listing (W5). */
@InputType('UserProfileFilter')
export class UserProfileFilterInput {
  @Field(() => ID, {
    nullable: true,
    description: "For the clearing house's staff; administrators list their own participant.",
  })
  participant?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Beginning of a user ID, of a word of the name, or of an email address. Across participants: beginning of a user ID, or one whole address.',
  })
  search?: string | null;
  @Field(() => ProfileStatusEnum, { nullable: true }) status?: ProfileStatus | null;
  @Field(() => ProfileTypeEnum, { nullable: true }) type?: ProfileType | null;
  @Field(() => ID, { nullable: true, description: 'Code of a group that the profile holds.' }) group?: string | null;
  @Field(() => Boolean, { nullable: true }) emailMissing?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "Profiles used by a settlement agent's staff." })
  settlementAgent?: boolean | null;
}

/** Where a page ends; shared by every connection of that name. */
@Directive('@shareable')
@ObjectType('PageInfo')
export class PageInfoType {
  @Field(() => Boolean) hasNextPage!: boolean;
  @Field(() => String, { nullable: true }) endCursor!: string | null;
}

/** A profile and the position after it. */
@ObjectType('UserProfileEdge')
export class UserProfileEdgeType {
  @Field(() => String) cursor!: string;
  @Field(() => UserProfileType) node!: UserProfileType;
}

/** One page of the User Profile Listing. */
@ObjectType('UserProfileConnection', { description: 'Profiles by user ID. Totals are not counted.' })
export class UserProfileConnectionType {
  @Field(() => [UserProfileEdgeType]) edges!: readonly UserProfileEdgeType[];
  @Field(() => [UserProfileType]) nodes!: readonly UserProfileType[];
  @Field(() => PageInfoType) pageInfo!: PageInfoType;
}
