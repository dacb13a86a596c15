import { InstantScalar } from '@countersign/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import type { Application } from '../flow/flow.ts';
import { ApplicationEnum } from './enums.ts';

/** A session that lives now. */
@ObjectType('LiveSession', { description: 'A session that lives now.' })
export class LiveSessionType {
  @Field(() => ID) id!: string;
  @Field(() => ApplicationEnum) application!: Application;
  @Field(() => InstantScalar) openedAt!: Date;
  @Field(() => InstantScalar, { description: 'To within 15 seconds.' }) lastSeenAt!: Date;
  @Field(() => InstantScalar, { description: 'When it ends however busy it is; it ends earlier when idle.' })
  expiresAt!: Date;
  @Field(() => String, { description: 'Where it was opened from.' }) sourceAddress!: string;
  @Field(() => [String], { description: 'What was proven to open it, e.g. `password` and `totp`.' })
  methods!: readonly string[];
  @Field(() => Boolean, { description: 'Whether it is the session of this request.' }) current!: boolean;
}
