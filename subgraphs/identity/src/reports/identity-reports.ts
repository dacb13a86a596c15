import { accessReview } from './access-review.ts';
import { likelyDoubles } from './likely-doubles.ts';
import { obsoleteAtEnd } from './obsolete-at-end.ts';
import { readiness } from './readiness.ts';
import type { IdentityReport } from './report-reader.ts';
import { segregation } from './segregation.ts';
import { settlementAgents } from './settlement-agents.ts';
import { srnListing } from './srn-listing.ts';
import { thinParticipants } from './thin-participants.ts';
import { userGroupListing } from './user-group-listing.ts';
import { userProfileListing } from './user-profile-listing.ts';

/** Every report of Identity; a new one is one file and one line here (domain 6). */
export const identityReports: readonly IdentityReport[] = [
  userProfileListing,
  userGroupListing,
  srnListing,
  likelyDoubles,
  readiness,
  obsoleteAtEnd,
  thinParticipants,
  segregation,
  accessReview,
  settlementAgents,
];
