import type { ReferenceResolver, SubgraphContext } from '@countersign/platform';
import { enquireProfiles } from '../rows/enquire-profiles.ts';
import { findParticipants } from '../rows/participant-row.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { participantCode } from '../user-id/participant-code.ts';
import { mayKnowOf, mayKnowOfParticipant } from '../user-profile/visibility.ts';
import type { Parts } from './parts.ts';
import { presentProfile } from './present-profile.ts';
import { readerIn } from './reader.ts';
import { gathered } from './gathered.ts';

/**
 * Entities that other subgraphs name. They run outside type-graphql's resolvers, so the tenant check is here (A1, M10).
 * Function hours do not bind them: a request's target is shown with the request, at any hour.
 */
export function references(parts: Parts): Readonly<Record<string, ReferenceResolver>> {
  const { database, clock } = parts;
  const profiles = gathered((context: SubgraphContext, userIds) => {
    const now = clock.now();
    return database.read(async (tx) => {
      const reader = await readerIn(tx, context, parts, now);
      if (reader === null) return new Map();
      const found = await enquireProfiles(
        tx,
        userIds.filter((each) => canonicalUserId(each) === each),
      );
      const known = found.filter(({ profile }) => mayKnowOf(reader, profile));
      return new Map(known.map((each) => [each.profile.userId as string, presentProfile(each, reader, now)]));
    });
  });
  const participants = gathered((context: SubgraphContext, codes) =>
    database.read(async (tx) => {
      const reader = await readerIn(tx, context, parts, clock.now());
      if (reader === null) return new Map();
      const known = codes.filter((code) => participantCode(code) === code && mayKnowOfParticipant(reader, code));
      return new Map((await findParticipants(tx, known)).map((each) => [each.code as string, each]));
    }),
  );
  return {
    UserProfile: (reference: { readonly userId: string }, context: SubgraphContext) =>
      profiles(context, reference.userId),
    ClearingParticipant: (reference: { readonly code: string }, context: SubgraphContext) =>
      participants(context, reference.code),
  };
}
