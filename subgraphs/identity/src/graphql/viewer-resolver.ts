import type { SubgraphContext } from '@countersign/platform';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { enquireProfiles } from '../rows/enquire-profiles.ts';
import { findParticipants } from '../rows/participant-row.ts';
import { participantCode } from '../user-id/participant-code.ts';
import { mayKnowOfParticipant } from '../user-profile/visibility.ts';
import { ClearingParticipantType } from './clearing-participant-type.ts';
import type { Parts } from './parts.ts';
import { presentProfile } from './present-profile.ts';
import { readerIn } from './reader.ts';
import { ViewerType } from './viewer-type.ts';

/** Who is looking, and the participant to which he belongs. */
@Resolver(() => ViewerType)
export class ViewerResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Query(() => ViewerType, { nullable: true, description: 'Null when signed out.' })
  async viewer(@Ctx() context: SubgraphContext): Promise<ViewerType | null> {
    const { principal } = context;
    if (principal.kind !== 'session') return null;
    const now = this.#parts.clock.now();
    return this.#parts.database.read(async (tx) => {
      const reader = await readerIn(tx, context, this.#parts, now);
      if (reader === null) return null;
      const [own] = await enquireProfiles(tx, [reader.standing.profile.userId]);
      if (own === undefined) return null;
      const profile = presentProfile(own, reader, now);
      const { roles, functions } = reader.standing;
      return {
        userId: profile.userId,
        profile,
        application: principal.application,
        participant: own.participant,
        roles,
        functions,
      };
    });
  }

  @Query(() => ClearingParticipantType, {
    nullable: true,
    description: "Your own participant; any participant for the clearing house's staff.",
  })
  async clearingParticipant(
    @Arg('code', () => ID) typed: string,
    @Ctx() context: SubgraphContext,
  ): Promise<ClearingParticipantType | null> {
    const code = participantCode(typed);
    if (code === null) return null;
    return this.#parts.database.read(async (tx) => {
      const reader = await readerIn(tx, context, this.#parts, this.#parts.clock.now());
      if (reader === null || !mayKnowOfParticipant(reader, code)) return null;
      return (await findParticipants(tx, [code]))[0] ?? null;
    });
  }
}
