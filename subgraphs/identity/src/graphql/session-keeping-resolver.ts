import { Internal, requireService, type SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { findProfile } from '../rows/find-profile.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { keepsSessionsOf } from '../user-profile/keeps-sessions-of.ts';
import { standingOf } from '../user-profile/standing.ts';
import type { Parts } from './parts.ts';

@Internal()
@ObjectType('SessionOwner', { description: 'Somebody whose sessions the asker may see and end.' })
class SessionOwnerType {
  @Field(() => ID) profileUuid!: string;
  @Field(() => ID) userId!: string;
  @Field(() => String, { nullable: true }) participant!: string | null;
  @Field(() => String, { nullable: true }) email!: string | null;
}

/** Identity judges who may see and end whose sessions; Authentication keeps them. */
@Resolver()
export class SessionKeepingResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Internal()
  @Query(() => SessionOwnerType, {
    nullable: true,
    description: 'The user of that ID if this keeper may see and end his sessions; a foreign one looks absent (A1).',
  })
  async sessionOwner(
    @Arg('keeperUuid', () => ID) keeperUuid: string,
    @Arg('userId', () => ID) userId: string,
    @Ctx() context: SubgraphContext,
  ): Promise<SessionOwnerType | null> {
    requireService(context, 'authentication');
    const { clock, database, catalogues, matrix } = this.#parts;
    const wanted = canonicalUserId(userId);
    if (wanted === null) return null;
    return database.read(async (tx) => {
      const keeper = await findProfile(tx, { uuid: keeperUuid });
      const owner = await findProfile(tx, { userId: wanted });
      if (keeper === null || owner === null) return null;
      const standing = standingOf(keeper.profile, clock.now(), await catalogues.at(tx, keeper.catalogueStamp));
      if (!keepsSessionsOf({ standing, phase: keeper.phase, matrix }, owner.profile)) return null;
      const { uuid, participant, email } = owner.profile;
      return { profileUuid: uuid, userId: owner.profile.userId, participant, email };
    });
  }
}
