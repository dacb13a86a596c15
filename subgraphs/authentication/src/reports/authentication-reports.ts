import { disabledAndLocked } from './disabled-and-locked.ts';
import { emailRegistration } from './email-registration.ts';
import { inactiveUsers } from './inactive-users.ts';
import { migrationStatus } from './migration-status.ts';
import type { AuthenticationReport } from './report-reader.ts';

/** Every report of Authentication; a new one is one file and one line here (domain 6). */
export const authenticationReports: readonly AuthenticationReport[] = [
  disabledAndLocked,
  emailRegistration,
  migrationStatus,
  inactiveUsers,
];
