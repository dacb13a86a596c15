import { Fault, requireSession, type SubgraphContext, type Transaction } from '@countersign/platform';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { accepted, type Judged } from '../refusal.ts';
import { type EnquiredProfile, enquireProfiles } from '../rows/enquire-profiles.ts';
import { profilesAtMailbox } from '../rows/profile-neighbours.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { mergeAdvice } from '../user-profile/merge-advice.ts';
import { mayKnowOf } from '../user-profile/visibility.ts';
import { auditEnquiry } from './audit-enquiry.ts';
import { enquiryRights } from './enquiry-rights.ts';
import { faultOf } from './fault-of.ts';
import { MergeAdviceType } from './merge-advice-type.ts';
import type { Parts } from './parts.ts';
import { presentGroup } from './present-group.ts';
import { presentProfile } from './present-profile.ts';
import { type Reader, readerIn } from './reader.ts';

/** Aids for bringing the two IDs of one person together from END on (W22). */
@Resolver()
export class MergeAdviceResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Query(() => MergeAdviceType, {
    nullable: true,
    description: "An administrator's likely second IDs and what to do next; null when there is no such administrator.",
  })
  async mergeAdvice(
    @Arg('userId', () => ID) typed: string,
    @Ctx() context: SubgraphContext,
  ): Promise<MergeAdviceType | null> {
    const principal = requireSession(context);
    const at = this.#parts.clock.now();
    const outcome = await this.#parts.database.transaction(
      async (tx): Promise<Judged<MergeAdviceType | null> | null> => {
        const reader = await readerIn(tx, context, this.#parts, at);
        if (reader === null) return null;
        const rights = await enquiryRights(tx, { reader, reading: 'ENQUIRE' }, at);
        const found = rights.ok ? await administratorNamed(tx, typed, reader) : null;
        const code = rights.ok ? 'USER_NOT_FOUND' : rights.refusal.code;
        await auditEnquiry(tx, principal, {
          action: 'profile.enquire',
          at,
          target: canonicalUserId(typed) ?? typed.slice(0, 32),
          after: { mergeAdvice: true },
          ...(found === null ? { code } : {}),
        });
        if (!rights.ok) return rights;
        return accepted(
          found === null ? null : this.#present(found, await profilesAtMailbox(tx, found.profile), reader),
        );
      },
    );
    if (outcome === null)
      throw new Fault('UNAUTHENTICATED', 'Please log in again: your profile can no longer be used.');
    if (!outcome.ok) throw faultOf(outcome.refusal);
    return outcome.value;
  }

  #present(
    found: EnquiredProfile,
    neighbours: Awaited<ReturnType<typeof profilesAtMailbox>>,
    reader: Reader,
  ): MergeAdviceType {
    const now = this.#parts.clock.now();
    const { phase, catalogue, matrix } = reader;
    const open = (['DA', 'HKEX'] as const).some((side) =>
      matrix.permits({ side, action: 'ADD_BUSINESS_GROUPS', target: 'DA', phase }),
    );
    const known = neighbours.filter((each) => mayKnowOf(reader, each));
    const { candidates, nextStep } = mergeAdvice(found.profile, known, open);
    return {
      administrator: presentProfile(found, reader, now),
      candidates: candidates.map(({ profile, lacking }) => ({
        profile: presentProfile({ ...found, profile }, reader, now),
        lackingGroups: lacking
          .map((code) => catalogue.find(code))
          .filter((group) => group !== null)
          .map(presentGroup),
      })),
      nextStep,
    };
  }
}

/** The administrator of that ID, if the reader may know of him. */
async function administratorNamed(tx: Transaction, typed: string, reader: Reader): Promise<EnquiredProfile | null> {
  const userId = canonicalUserId(typed);
  const [found] = userId === null ? [] : await enquireProfiles(tx, [userId]);
  return found?.profile.type === 'DA' && mayKnowOf(reader, found.profile) ? found : null;
}
