import { InstantScalar, Internal, type SubgraphContext, requireService, requireSession } from '@countersign/platform';
import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { accountStandings } from '../failure-budget/account-standing.ts';
import type { Application } from '../flow/flow.ts';
import type { Parts } from '../parts.ts';
import { listOwnSessions, listSessionsOf } from '../session/list-sessions.ts';
import { endSessionById, logOut } from '../session/log-out.ts';
import { resolveSession, sessionStanding } from '../session/resolve-session.ts';
import { callerOf } from './caller.ts';
import { ApplicationEnum } from './enums.ts';
import { LiveSessionType } from './live-session-type.ts';

@Internal()
@ObjectType()
class ResolvedSession {
  @Field(() => ID) sessionId!: string;
  @Field(() => ID) profileUuid!: string;
  @Field(() => ID) userId!: string;
  @Field(() => String, { nullable: true }) participant!: string | null;
  @Field(() => ApplicationEnum) application!: Application;
  @Field(() => [String]) methods!: string[];
  @Field(() => InstantScalar, { nullable: true }) steppedUpAt!: Date | null;
}

@Internal()
@ObjectType()
class SessionStanding {
  @Field(() => Boolean) live!: boolean;
  @Field(() => ID) profileUuid!: string;
  @Field(() => [String]) methods!: string[];
  @Field(() => InstantScalar, { nullable: true }) steppedUpAt!: Date | null;
}

@Internal()
@ObjectType()
class AccountStanding {
  @Field(() => Boolean) locked!: boolean;
}

/** Sessions: what their owner may do with them, and what the other parts may ask. */
@Resolver()
export class SessionResolver {
  readonly #parts: Parts;
  readonly #standingOf: ReturnType<typeof accountStandings>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#standingOf = accountStandings(parts);
  }

  @Mutation(() => Boolean, { description: 'Ends the session of this request.' })
  async logOut(@Ctx() context: SubgraphContext) {
    const ended = await logOut(this.#parts, callerOf(context));
    context.reply.sessionEnded = true;
    return ended;
  }

  @Query(() => [LiveSessionType], {
    description:
      'Your own live sessions, or those of a user of yours: an administrator sees the users of his participant, the clearing house everybody. Of anybody else there are none.',
  })
  sessions(
    @Arg('userId', () => ID, { nullable: true }) userId: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<readonly LiveSessionType[]> {
    const by = requireSession(context);
    if (typeof userId !== 'string') return listOwnSessions(this.#parts, by);
    return listSessionsOf(this.#parts, callerOf(context), by, userId);
  }

  @Mutation(() => Boolean, {
    description: 'Ends one of your own sessions, or one of a user of yours, who is told of it. False: there is none.',
  })
  async endSession(@Arg('id', () => ID) id: string, @Ctx() context: SubgraphContext) {
    const caller = callerOf(context);
    const ended = await endSessionById(this.#parts, caller, id);
    if (ended && caller.session?.sessionId === id) context.reply.sessionEnded = true;
    return ended;
  }

  @Internal()
  @Query(() => ResolvedSession, { nullable: true })
  resolveSession(
    @Arg('token', () => String) token: string,
    @Arg('passive', () => Boolean, { nullable: true }) passive: boolean | null,
    @Ctx() context: SubgraphContext,
  ) {
    requireService(context, 'gateway');
    return resolveSession(this.#parts, token, passive === true);
  }

  @Internal()
  @Query(() => SessionStanding, { nullable: true })
  sessionStanding(@Arg('sessionId', () => ID) sessionId: string, @Ctx() context: SubgraphContext) {
    requireService(context, 'approvals', 'gateway');
    return sessionStanding(this.#parts, sessionId);
  }

  @Internal()
  @Query(() => AccountStanding)
  accountStanding(@Arg('profileUuid', () => ID) profileUuid: string, @Ctx() context: SubgraphContext) {
    requireService(context, 'approvals', 'gateway');
    return this.#standingOf(profileUuid);
  }
}
