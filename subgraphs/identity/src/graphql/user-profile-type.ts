import { Key, LocalDateScalar } from '@countersign/platform';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { GroupKind, Role } from '../groups/group.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { ClearingHouse } from '../user-id/user-id-shape.ts';
import type { ClearingHouseOptions, ProfileStatus, ProfileType } from '../user-profile/user-profile.ts';
import { ClearingParticipantType } from './clearing-participant-type.ts';
import {
  ClearingHouseEnum,
  ClearingHouseOptionsEnum,
  GroupKindEnum,
  MigrationPhaseEnum,
  ProfileStatusEnum,
  ProfileTypeEnum,
  RoleEnum,
} from './enums.ts';

/** A group as the API shows it. */
@ObjectType('UserGroup', {
  description: 'A named set of functions; the clearing house defines groups, administrators assign them.',
})
export class UserGroupType {
  @Field(() => ID) code!: string;
  @Field(() => GroupKindEnum) kind!: GroupKind;
  @Field(() => String) name!: string;
  @Field(() => [String]) functions!: readonly string[];
  @Field(() => Boolean, { description: 'A retired group gives nothing and can no longer be assigned.' })
  retired!: boolean;
  @Field(() => Int, { description: 'Goes up with every change of the definition.' }) version!: number;
}

/** A profile as one reader may see it (A1). */
@Key('userId')
@ObjectType('UserProfile', {
  description: "One user profile as its form shows it. Another participant's profiles look non-existent.",
})
export class UserProfileType {
  @Field(() => ID) userId!: string;
  @Field(() => ProfileTypeEnum) type!: ProfileType;
  @Field(() => ClearingParticipantType, { nullable: true, description: "Null for the clearing house's own staff." })
  participant!: ClearingParticipantType | null;
  @Field(() => ClearingHouseEnum, { nullable: true }) clearingHouse!: ClearingHouse | null;
  @Field(() => ProfileStatusEnum) status!: ProfileStatus;
  @Field(() => Boolean, { description: 'ENABLED and today within the dates.' }) usable!: boolean;
  @Field(() => String) surname!: string;
  @Field(() => String) otherNames!: string;
  @Field(() => String, { nullable: true, description: 'Null when none is registered or the reader may not see it.' })
  email!: string | null;
  @Field(() => LocalDateScalar, { nullable: true }) enableFrom!: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Last day of use: access ends at 24:00 HKT.' })
  disableAfter!: string | null;
  @Field(() => ClearingHouseOptionsEnum) clearingHouseOptions!: ClearingHouseOptions;
  @Field(() => String, { nullable: true }) settlementAgentName!: string | null;
  @Field(() => [UserGroupType]) groups!: readonly UserGroupType[];
  @Field(() => [RoleEnum]) roles!: readonly Role[];
  @Field(() => String, { nullable: true, description: 'Smartcard reference number; null from END.' }) srn!:
    string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Null from END.' }) certificateExpiry!: string | null;
  @Field(() => Boolean) smartcardAllowed!: boolean;
  @Field(() => MigrationPhaseEnum) createdInPhase!: MigrationPhase;
  @Field(() => Int, {
    description: 'Name it when submitting a change, so that nobody overwrites what you have not seen.',
  })
  version!: number;
}
