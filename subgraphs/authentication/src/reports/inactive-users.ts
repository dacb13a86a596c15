import { Fault, type ReportArgs } from '@countersign/platform';
import { joinedPage, who, whoOf } from './joined-page.ts';
import type { AuthenticationReport } from './report-reader.ts';

const DAY_MS = 86_400_000;
/** Days without a login from which somebody is listed as dormant (D2). */
const DORMANT_DAYS = 60;

function daysWanted(args: ReportArgs): number {
  const days = args['days'] ?? DORMANT_DAYS;
  if (typeof days !== 'number' || days < 1 || days > 3_650)
    throw new Fault('INVALID_INPUT', 'Ask for 1 to 3650 days.', { publicDetails: { field: 'days' } });
  return days;
}

/** R8: who has not signed in for 60 days or longer, counted from his creation if he never did (D2, seed 4.2). */
export const inactiveUsers: AuthenticationReport = {
  name: 'inactiveUsers',
  title: 'Inactive Users',
  description: 'Users without a login for 60 days, or for as many as asked; administrators should remove them.',
  args: { participant: 'ID', days: 'Int' },
  columns: [
    ...who,
    { key: 'status', title: 'Status' },
    { key: 'lastLoginAt', title: 'Last Login' },
    { key: 'createdAt', title: 'Created' },
    { key: 'daysInactive', title: 'Days Inactive' },
  ],
  lines(reader, args, position) {
    const days = daysWanted(args);
    return joinedPage(reader, args, position, ({ profile, account }) => {
      const createdAt = new Date(profile.createdAt);
      const idle = Math.floor((reader.at.getTime() - (account.lastLoginAt ?? createdAt).getTime()) / DAY_MS);
      if (idle < days) return null;
      return [...whoOf(profile), profile.status, account.lastLoginAt, createdAt, idle];
    });
  },
};
