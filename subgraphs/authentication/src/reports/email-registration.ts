import { joinedPage, type Joined, who, whoOf } from './joined-page.ts';
import type { AuthenticationReport } from './report-reader.ts';

/** An address counts as verified while a code mailed to exactly this one was proven (domain 8, typo in email). */
function registration({ profile, account }: Joined): 'MISSING' | 'UNVERIFIED' | 'VERIFIED' {
  if (profile.email === null) return 'MISSING';
  return account.verifiedEmail === profile.email ? 'VERIFIED' : 'UNVERIFIED';
}

/** R6: whose address is missing, unverified, bounced, shared or not the firm's own (W1, O5). No part reports bounces yet. */
export const emailRegistration: AuthenticationReport = {
  name: 'emailRegistration',
  title: 'Email Registration Status',
  description: 'Registered addresses and what speaks against each; `problemsOnly` leaves the good ones out.',
  args: { participant: 'ID', problemsOnly: 'Boolean' },
  columns: [
    ...who,
    { key: 'email', title: 'Email', personal: true },
    { key: 'registration', title: 'Registration' },
    { key: 'bounced', title: 'Bounced' },
    { key: 'shared', title: 'Shared' },
    { key: 'nonCorporate', title: 'Not Corporate' },
  ],
  lines: (reader, args, position) =>
    joinedPage(reader, args, position, (joined) => {
      const { profile } = joined;
      const state = registration(joined);
      const good = state === 'VERIFIED' && !profile.emailShared && !profile.emailForeign;
      if (good && args['problemsOnly'] === true) return null;
      return [...whoOf(profile), profile.email, state, false, profile.emailShared, profile.emailForeign];
    }),
};
