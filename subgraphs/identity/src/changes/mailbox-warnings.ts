import { emailWarnings } from '../user-profile/email-warnings.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { Records } from './records.ts';

/** What maker and checker should know of the address that a profile would get; nothing when it gets none (domain 3.3, W23). */
export async function mailboxWarnings(
  records: Records,
  profile: UserProfile,
  email: string | null | undefined,
): Promise<readonly string[]> {
  if (email === undefined || email === null) return [];
  return emailWarnings(email, {
    corporateDomains: profile.participant === null ? [] : await records.corporateDomains(profile.participant),
    settlementAgent: profile.settlementAgentName !== null,
    shared: await records.sharesMailbox(profile, email),
  });
}
