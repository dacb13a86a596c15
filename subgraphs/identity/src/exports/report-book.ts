import type { ReportNeeds } from '../reports/report-rights.ts';

/** Part that keeps a report. */
export type ReportPart = 'identity' | 'approvals' | 'authentication';

/** Where a report is read, and what it asks of its reader; the part itself judges again at every page. */
export interface BookedReport {
  readonly part: ReportPart;
  readonly needs: ReportNeeds;
}

const participants = (part: ReportPart, more: Partial<ReportNeeds> = {}): BookedReport => ({
  part,
  needs: { audience: 'PARTICIPANT', ...more },
});
const house = (part: ReportPart, more: Partial<ReportNeeds> = {}): BookedReport => ({
  part,
  needs: { audience: 'HOUSE', ...more },
});

/** Every report that leaves as a file, R1 to R11 and the house's own, by the name of its field (domain 6). */
export const reportBook = {
  userProfileListing: participants('identity', { acrossParticipants: true, functionHours: true }),
  userGroupListing: participants('identity'),
  disabledAndLocked: participants('authentication'),
  srnListing: participants('identity', { until: 'END' }),
  profileMaintenance: participants('approvals', { acrossParticipants: true }),
  emailRegistration: participants('authentication'),
  migrationStatus: participants('authentication'),
  inactiveUsers: participants('authentication'),
  likelyDoubles: participants('identity'),
  openRequests: participants('approvals', { acrossParticipants: true }),
  authorisationCodeUses: participants('approvals', { ownCode: true }),
  readiness: house('identity'),
  obsoleteAtEnd: house('identity', { until: 'END' }),
  thinParticipants: house('identity'),
  segregation: house('identity'),
  houseActions: house('approvals'),
  accessReview: house('identity'),
  settlementAgents: house('identity'),
} as const satisfies Readonly<Record<string, BookedReport>>;

/** Name of a report. */
export type ReportName = keyof typeof reportBook;

/** The report's name as the API's enum spells it: `userProfileListing` is USER_PROFILE_LISTING. */
export function enumNameOf(report: string): string {
  return report.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
