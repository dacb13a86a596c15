import type { ApprovalsReport } from './approvals-report.ts';
import { authorisationCodeUses } from './authorisation-code-uses.ts';
import { houseActions } from './house-actions.ts';
import { openRequests } from './open-requests.ts';
import { profileMaintenance } from './profile-maintenance.ts';

/** Every report of Approvals; a new one is one file and one line here (domain 6). */
export const approvalsReports: readonly ApprovalsReport[] = [
  profileMaintenance,
  openRequests,
  authorisationCodeUses,
  houseActions,
];
