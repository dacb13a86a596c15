import { InstantScalar, Key } from '@countersign/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import type { LoginMethod } from '../route-book.ts';
import { LoginMethodEnum, OtpChannelEnum } from './enums.ts';

@Key('userId')
@ObjectType()
export class UserProfile {
  @Field(() => ID) userId!: string;
  @Field(() => InstantScalar, { nullable: true, description: 'Since when the user is locked by wrong codes.' })
  lockedAt!: Date | null;
  @Field(() => String, { nullable: true }) lockReason!: string | null;
  @Field(() => OtpChannelEnum, { nullable: true }) otpChannel!: keyof typeof OtpChannelEnum | null;
  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When a code mailed to the address registered now was first proven.',
  })
  emailVerifiedAt!: Date | null;
  @Field(() => InstantScalar, { nullable: true }) lastLoginAt!: Date | null;
  @Field(() => LoginMethodEnum, { nullable: true }) lastLoginMethod!: LoginMethod | null;
}
