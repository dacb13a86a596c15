import 'reflect-metadata';
import { type ReferenceResolver, type SubgraphRuntime, createSubgraphRuntime } from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import { AuthorisationCodeMutations } from './authorisation-code-mutations.ts';
import { ChangeRequestMutations } from './change-request-mutations.ts';
import { ChangeRequestQueries } from './change-request-queries.ts';
import { ClearingParticipantType } from './clearing-participant-type.ts';
import { ClearingParticipantFields, UserProfileFields } from './federated-fields.ts';
import { UserProfileType } from './user-profile-type.ts';
import { viewing } from './view.ts';

/** The API of this subgraph over its parts; each resolver class has the one instance made here. */
export function approvalsRuntime(parts: Parts): SubgraphRuntime {
  const viewOf = viewing(parts);
  const queries = new ChangeRequestQueries(parts, viewOf);
  const instances = new Map<unknown, unknown>([
    [ChangeRequestQueries, queries],
    [ChangeRequestMutations, new ChangeRequestMutations(parts)],
    [AuthorisationCodeMutations, new AuthorisationCodeMutations(parts)],
    [UserProfileFields, new UserProfileFields(parts, viewOf)],
    [ClearingParticipantFields, new ClearingParticipantFields(parts, viewOf)],
  ]);
  const references: Readonly<Record<string, ReferenceResolver>> = {
    ChangeRequest: ({ id }: { id: string }, context) => queries.find(id, context),
    UserProfile: ({ userId }: { userId: string }) => ({ __typename: 'UserProfile', userId }),
    ClearingParticipant: ({ code }: { code: string }) => ({ __typename: 'ClearingParticipant', code }),
  };
  return createSubgraphRuntime({
    name: 'approvals',
    resolvers: [
      ChangeRequestQueries,
      ChangeRequestMutations,
      AuthorisationCodeMutations,
      UserProfileFields,
      ClearingParticipantFields,
    ],
    orphanedTypes: [UserProfileType, ClearingParticipantType],
    container: { get: (someClass: unknown) => instances.get(someClass) },
    references,
    logger: parts.logger,
  });
}
