import { joinedPage, type Joined, who, whoOf } from './joined-page.ts';
import type { AuthenticationReport } from './report-reader.ts';

/** Everything for which somebody cannot sign in at present; empty for whoever can. A password that is there needs no reset. */
function obstacles({ profile, account }: Joined): readonly string[] {
  return [
    profile.status === 'DISABLED' ? 'DISABLED' : null,
    profile.status !== 'DISABLED' && !profile.usable ? 'OUT_OF_DATES' : null,
    account.lockedAt === null ? null : 'LOCKED',
    account.closedToStrangers && !account.passwordSet ? 'RESETS_REFUSED' : null,
    account.passwordDisabledAt === null ? null : 'PASSWORD_DISABLED',
  ].filter((each) => each !== null);
}

/** R3: who is disabled, out of his dates, locked by wrong codes, or without a password after guesses at it or at its reset (S2, O9). */
export const disabledAndLocked: AuthenticationReport = {
  name: 'disabledAndLocked',
  title: 'Disabled and Locked Users',
  description: 'Users who cannot sign in at present, and why.',
  args: { participant: 'ID' },
  columns: [
    ...who,
    { key: 'status', title: 'Status' },
    { key: 'obstacles', title: 'Cannot Sign In Because' },
    { key: 'lockedAt', title: 'Locked Since' },
    { key: 'lockReason', title: 'Reason of the Lock' },
    { key: 'lastLoginAt', title: 'Last Login' },
  ],
  lines: (reader, args, position) =>
    joinedPage(reader, args, position, (joined) => {
      const why = obstacles(joined);
      const { profile, account } = joined;
      if (why.length === 0) return null;
      return [
        ...whoOf(profile),
        profile.status,
        why.join(', '),
        account.lockedAt,
        account.lockReason,
        account.lastLoginAt,
      ];
    }),
};
