import { ChangeRefusedType, changeRefused } from '@countersign/change-owner';
import { Fault, requireSession, type SubgraphContext } from '@countersign/platform';
import { Arg, createUnionType, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { emergencyDisable } from '../changes/emergency-disable.ts';
import { enquireProfiles } from '../rows/enquire-profiles.ts';
import { recordsIn } from '../rows/records-in.ts';
import type { Parts } from './parts.ts';
import { presentProfile } from './present-profile.ts';
import { readerIn } from './reader.ts';
import { UserProfileType } from './user-profile-type.ts';

/** The profile as it is now, or why nothing was done. */
const StatusChange = createUnionType({
  name: 'StatusChange',
  types: () => [UserProfileType, ChangeRefusedType] as const,
  resolveType: (value) => ('code' in value ? 'ChangeRefused' : 'UserProfile'),
});

/** The one change of a profile that takes one person: it only ever takes access away (W8). */
@Resolver()
export class EmergencyDisableResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Mutation(() => StatusChange, {
    description:
      'One administrator alone, at any hour, disables a user at once; enabling again takes maker and checker.',
  })
  async emergencyDisable(
    @Arg('userId', () => ID) userId: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: SubgraphContext,
  ): Promise<typeof StatusChange> {
    const { sessionId, source } = requireSession(context);
    const emergency = { userId, reason, session: { sessionId, sourceAddress: source.address } };
    const now = this.#parts.clock.now();
    const outcome = await this.#parts.database.transaction(async (tx) => {
      const reader = await readerIn(tx, context, this.#parts, now);
      if (reader === null) return null;
      const judged = await emergencyDisable(recordsIn(tx, this.#parts), reader, emergency, now);
      if (!judged.ok) return changeRefused(judged.refusal);
      const [found] = await enquireProfiles(tx, [judged.value.userId]);
      if (found === undefined) throw new Fault('INTERNAL_SERVER_ERROR', 'The profile is gone. Please try again.');
      return { __typename: 'UserProfile' as const, ...presentProfile(found, reader, now) };
    });
    if (outcome === null)
      throw new Fault('UNAUTHENTICATED', 'Please log in again: your profile can no longer be used.');
    this.#parts.announce();
    return outcome;
  }
}
