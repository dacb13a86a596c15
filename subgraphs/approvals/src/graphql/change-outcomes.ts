import { ChangeRefusedType } from '@countersign/change-owner';
import { createUnionType } from 'type-graphql';
import { ChangeRequestType } from './change-request-type.ts';

/** What submitting a change answers. */
export const ChangeSubmission = createUnionType({
  name: 'ChangeSubmission',
  types: () => [ChangeRequestType, ChangeRefusedType] as const,
});

/** What deciding on a change answers. */
export const ChangeDecision = createUnionType({
  name: 'ChangeDecision',
  types: () => [ChangeRequestType, ChangeRefusedType] as const,
});
