import { Internal } from '@countersign/platform';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Application } from '../groups/entitlements.ts';
import type { Role } from '../groups/group.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { ProfileStatus, ProfileType } from '../user-profile/user-profile.ts';
import { ApplicationEnum, MigrationPhaseEnum, ProfileStatusEnum, ProfileTypeEnum, RoleEnum } from './enums.ts';

/** Standing as the other parts read it; never in the public API. */
@Internal()
@ObjectType('Standing', { description: 'Who a live profile is and what it may do now, for the other parts.' })
export class StandingType {
  @Field(() => ID) profileUuid!: string;
  @Field(() => ID) userId!: string;
  @Field(() => ProfileTypeEnum) type!: ProfileType;
  @Field(() => String, { nullable: true }) participant!: string | null;
  @Field(() => String, { nullable: true }) clearingHouse!: string | null;
  @Field(() => String) surname!: string;
  @Field(() => String) otherNames!: string;
  @Field(() => String, { nullable: true }) email!: string | null;
  @Field(() => String, { nullable: true }) srn!: string | null;
  @Field(() => String, { nullable: true, description: 'Last day of the registered certificate, YYYY-MM-DD.' })
  certificateExpiry!: string | null;
  @Field(() => Boolean) usable!: boolean;
  @Field(() => ProfileStatusEnum) status!: ProfileStatus;
  @Field(() => [RoleEnum]) roles!: readonly Role[];
  @Field(() => [String]) accessLevels!: readonly string[];
  @Field(() => [ApplicationEnum]) applications!: readonly Application[];
  @Field(() => Boolean) smartcardAllowed!: boolean;
  @Field(() => MigrationPhaseEnum) createdInPhase!: MigrationPhase;
  @Field(() => Int) securityVersion!: number;
  @Field(() => Int) version!: number;
  @Field(() => MigrationPhaseEnum) phase!: MigrationPhase;
  @Field(() => [String], {
    description: 'Actions of one hand that the permission matrix lets this person do now, such as ENQUIRE.',
  })
  permitted!: readonly string[];
  @Field(() => [String], {
    description:
      'Ways to sign in that the matrix gives this person in each phase, such as PARALLEL:LOG_IN_BY_TWO_FACTOR.',
  })
  signIns!: readonly string[];
  @Field(() => [String], { description: 'Fields of a profile that nobody is shown in the phase in force (W21).' })
  hiddenFields!: readonly string[];
  @Field(() => Boolean, { description: 'Whether one administrator of this participant may be maker and checker (W2).' })
  soleDaWaiver!: boolean;
}
