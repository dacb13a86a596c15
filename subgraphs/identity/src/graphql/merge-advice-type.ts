import { Field, ObjectType } from 'type-graphql';
import { UserGroupType, UserProfileType } from './user-profile-type.ts';

/** A user profile that may be the administrator's second ID. */
@ObjectType('MergeCandidate', { description: 'A user profile with the same names and email as the administrator.' })
class MergeCandidateType {
  @Field(() => UserProfileType) profile!: UserProfileType;
  @Field(() => [UserGroupType], { description: "Business groups that the administrator's ID lacks." })
  lackingGroups!: readonly UserGroupType[];
}

/** What stands between an administrator's two IDs and one (W22). */
@ObjectType('MergeAdvice', {
  description: 'How to bring the two IDs of one person together; nothing happens by itself.',
})
export class MergeAdviceType {
  @Field(() => UserProfileType) administrator!: UserProfileType;
  @Field(() => [MergeCandidateType]) candidates!: readonly MergeCandidateType[];
  @Field(() => String) nextStep!: string;
}
