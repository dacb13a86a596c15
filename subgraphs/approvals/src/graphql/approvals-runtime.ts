import 'reflect-metadata';
import {
  type Database,
  type ReferenceResolver,
  type SubgraphRuntime,
  auditTrailModule,
  createSubgraphRuntime,
  reportModule,
} from '@countersign/platform';
import type { Parts } from '../ports/parts.ts';
import { AccountSubmissions } from './account-submissions.ts';
import { approvalsReportDesk } from './approvals-report-desk.ts';
import { AuthorisationCodeMutations } from './authorisation-code-mutations.ts';
import { BulkFields } from './bulk-fields.ts';
import { BulkMutations } from './bulk-mutations.ts';
import { BulkPreviewFields } from './bulk-preview-fields.ts';
import { ChangeRequestMutations } from './change-request-mutations.ts';
import { ChangeRequestQueries } from './change-request-queries.ts';
import { changeRequestSubscription } from './change-request-subscription.ts';
import { ChangeSubmissions } from './change-submissions.ts';
import { ClearingParticipantType } from './clearing-participant-type.ts';
import { EServiceSubmission } from './eservice-submission.ts';
import { ClearingParticipantFields, UserProfileFields } from './federated-fields.ts';
import { HouseSubmissions } from './house-submissions.ts';
import { TargetField } from './target-field.ts';
import { UserProfileType } from './user-profile-type.ts';
import { viewing } from './view.ts';

/** The API of this subgraph over its parts; each resolver class has the one instance made here. */
export function approvalsRuntime(parts: Parts, database: Database): SubgraphRuntime {
  const viewOf = viewing(parts);
  const queries = new ChangeRequestQueries(parts, viewOf);
  const instances = new Map<unknown, unknown>([
    [ChangeRequestQueries, queries],
    [ChangeRequestMutations, new ChangeRequestMutations(parts, viewOf)],
    [TargetField, new TargetField(parts)],
    [BulkMutations, new BulkMutations(parts)],
    [BulkFields, new BulkFields(parts, viewOf)],
    [BulkPreviewFields, new BulkPreviewFields(parts)],
    [ChangeSubmissions, new ChangeSubmissions(parts)],
    [AccountSubmissions, new AccountSubmissions(parts)],
    [HouseSubmissions, new HouseSubmissions(parts)],
    [EServiceSubmission, new EServiceSubmission(parts)],
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
      BulkMutations,
      BulkFields,
      BulkPreviewFields,
      TargetField,
      ChangeSubmissions,
      AccountSubmissions,
      HouseSubmissions,
      EServiceSubmission,
      AuthorisationCodeMutations,
      UserProfileFields,
      ClearingParticipantFields,
    ],
    orphanedTypes: [UserProfileType, ClearingParticipantType],
    container: { get: (someClass: unknown) => instances.get(someClass) },
    references,
    modules: [
      changeRequestSubscription,
      auditTrailModule({ part: 'approvals', database, clock: parts.clock, view: viewOf }),
      reportModule(approvalsReportDesk({ parts, database, viewOf })),
    ],
    logger: parts.logger,
  });
}
