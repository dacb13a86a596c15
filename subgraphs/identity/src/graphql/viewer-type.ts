import { Field, ID, ObjectType } from 'type-graphql';
import type { Application } from '../groups/entitlements.ts';
import type { Role } from '../groups/group.ts';
import { ClearingParticipantType } from './clearing-participant-type.ts';
import { ApplicationEnum, RoleEnum } from './enums.ts';
import { UserProfileType } from './user-profile-type.ts';

/** The person behind the session with the rights of this instant. */
@ObjectType('Viewer', { description: 'The person behind the session, with the rights of this instant.' })
export class ViewerType {
  @Field(() => ID) userId!: string;
  @Field(() => UserProfileType) profile!: UserProfileType;
  @Field(() => ApplicationEnum) application!: Application;
  @Field(() => ClearingParticipantType, { nullable: true }) participant!: ClearingParticipantType | null;
  @Field(() => [RoleEnum]) roles!: readonly Role[];
  @Field(() => [String], { description: "Functions that the profile's groups give." }) functions!: readonly string[];
}
