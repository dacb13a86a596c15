import { InstantScalar, Key } from '@countersign/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import type { Application } from '../flow/flow.ts';
import type { WhyNot } from '../flow/why-not-offered.ts';
import type { LoginMethod } from '../route-book.ts';
import { ApplicationEnum, LoginMethodEnum, MethodUnavailableReasonEnum, OtpChannelEnum } from './enums.ts';

@ObjectType({
  description: 'A way for one user to sign in to one application, and why it is not open to him when it is not.',
})
export class SignInMethod {
  @Field(() => ApplicationEnum) application!: Application;
  @Field(() => LoginMethodEnum) method!: LoginMethod;
  @Field(() => Boolean) available!: boolean;
  @Field(() => MethodUnavailableReasonEnum, { nullable: true }) reason!: WhyNot | null;
  @Field(() => String, { nullable: true }) message!: string | null;
}

@Key('userId')
@ObjectType()
export class UserProfile {
  @Field(() => ID) userId!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'Since when the user is locked by wrong codes.' })
  lockedAt!: Date | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Why; or RESETS_FROM_UNKNOWN_SOURCES for who is not locked and yet needs an unlock before he can reset.',
  })
  lockReason!: string | null;
  @Field(() => OtpChannelEnum, { nullable: true }) otpChannel!: keyof typeof OtpChannelEnum | null;
  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When a code mailed to the address registered now was first proven.',
  })
  emailVerifiedAt!: Date | null;
  @Field(() => InstantScalar, { nullable: true }) lastLoginAt!: Date | null;
  @Field(() => LoginMethodEnum, { nullable: true }) lastLoginMethod!: LoginMethod | null;
  @Field(() => [SignInMethod], {
    description: 'By application and method. For himself and those who administer him; empty for everybody else.',
  })
  signInMethods!: SignInMethod[];
}
