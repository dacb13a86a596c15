import {
  Fault,
  requireSession,
  type SessionPrincipal,
  type SubgraphContext,
  type Transaction,
} from '@countersign/platform';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { accepted, type Judged } from '../refusal.ts';
import { enquireProfiles, listProfiles } from '../rows/enquire-profiles.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { participantCode } from '../user-id/participant-code.ts';
import { cursorOf, listingFilter, type ListingFilter, listingPage } from '../user-profile/listing.ts';
import { mayKnowOf, readableTypes, seesPersonalFields, type Scope } from '../user-profile/visibility.ts';
import { auditEnquiry } from './audit-enquiry.ts';
import { enquiryRights } from './enquiry-rights.ts';
import { faultOf } from './fault-of.ts';
import { UserProfileConnectionType, UserProfileFilterInput } from './listing-types.ts';
import type { Parts } from './parts.ts';
import { presentProfile } from './present-profile.ts';
import { type Reader, readerIn } from './reader.ts';
import { UserProfileType } from './user-profile-type.ts';

/** The row of the matrix behind each way of reading. */
const readings = { 'profile.enquire': 'ENQUIRE', 'profile.list': 'LIST' } as const;

/** One unit of work that reads for somebody and audits that it did. */
interface Enquiry {
  readonly tx: Transaction;
  readonly reader: Reader;
  readonly scope: Scope;
  readonly principal: SessionPrincipal;
  readonly at: Date;
}

/** Enquire User Profile and User Profile Listing (W4, W5). */
@Resolver(() => UserProfileType)
export class UserProfileResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Query(() => UserProfileType, { nullable: true, description: 'Enquire User Profile.' })
  async userProfile(
    @Arg('userId', () => ID) typed: string,
    @Ctx() context: SubgraphContext,
  ): Promise<UserProfileType | null> {
    return this.#enquire(
      context,
      { action: 'profile.enquire', target: typed.slice(0, 32) },
      async ({ tx, reader, principal, at }) => {
        const userId = canonicalUserId(typed);
        const [found] = userId === null ? [] : await enquireProfiles(tx, [userId]);
        const known = found !== undefined && mayKnowOf(reader, found.profile);
        await auditEnquiry(tx, principal, {
          action: 'profile.enquire',
          at,
          target: userId ?? typed.slice(0, 32),
          ...(known ? {} : { code: 'USER_NOT_FOUND' }),
        });
        return accepted(known ? presentProfile(found, reader, at) : null);
      },
    );
  }

  @Query(() => UserProfileConnectionType, { description: 'User Profile Listing, sorted by user ID.' })
  async userProfiles(
    @Arg('filter', () => UserProfileFilterInput, { nullable: true }) input: UserProfileFilterInput | undefined,
    @Arg('first', () => Int, { nullable: true }) first: number | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<UserProfileConnectionType> {
    return this.#enquire(context, { action: 'profile.list' }, async ({ tx, reader, scope, principal, at }) => {
      const page = listingPage(first, after);
      if (!page.ok) return page;
      const wanted = present(input);
      const filter = listingFilter(wanted, scope === 'EVERYBODY' && wanted.participant === undefined);
      if (!filter.ok) return filter;
      const own = scope === 'EVERYBODY' ? {} : { participant: scope.participant };
      const types = readableTypes(reader, 'LIST');
      const elsewhere =
        scope !== 'EVERYBODY' && wanted.participant !== undefined && wanted.participant !== scope.participant;
      const found = elsewhere
        ? []
        : await listProfiles(
            tx,
            {
              ...filter.value,
              ...own,
              ...(types === null ? {} : { types }),
              emailsHidden: !seesPersonalFields(reader),
            },
            page.value,
          );
      const nodes = found.slice(0, page.value.size).map((each) => presentProfile(each, reader, at));
      await auditEnquiry(tx, principal, {
        action: 'profile.list',
        at,
        after: { filter: wanted, profiles: nodes.length },
      });
      return accepted(connection(nodes, found.length > page.value.size));
    });
  }

  async #enquire<T>(
    context: SubgraphContext,
    what: { readonly action: 'profile.enquire' | 'profile.list'; readonly target?: string },
    work: (enquiry: Enquiry) => Promise<Judged<T>>,
  ): Promise<T> {
    const principal = requireSession(context);
    const at = this.#parts.clock.now();
    const outcome = await this.#parts.database.transaction(async (tx): Promise<Judged<T> | null> => {
      const reader = await readerIn(tx, context, this.#parts, at);
      if (reader === null) return null;
      const rights = await enquiryRights(tx, { reader, reading: readings[what.action] }, at);
      const judged = rights.ok ? await work({ tx, reader, scope: rights.value, principal, at }) : rights;
      if (!judged.ok) await auditEnquiry(tx, principal, { ...what, at, code: judged.refusal.code });
      return judged;
    });
    if (outcome === null)
      throw new Fault('UNAUTHENTICATED', 'Please log in again: your profile can no longer be used.');
    if (!outcome.ok) throw faultOf(outcome.refusal);
    return outcome.value;
  }
}

/** The filter without what was left out or null; a participant that nobody can be matches nobody. */
function present(input: UserProfileFilterInput | undefined): ListingFilter {
  const { participant, ...others } = Object.fromEntries(
    Object.entries(input ?? {}).filter(([, value]) => value !== null && value !== undefined),
  ) as ListingFilter;
  return participant === undefined ? others : { ...others, participant: participantCode(participant) ?? '' };
}

function connection(nodes: readonly UserProfileType[], hasNextPage: boolean): UserProfileConnectionType {
  const edges = nodes.map((node) => ({ cursor: cursorOf(node.userId), node }));
  return { edges, nodes, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
}
