import { Fault, type ReportArgs, textArg } from '@countersign/platform';
import { shownChannel } from '../route-book.ts';
import { joinedPage, type Joined, who, whoOf } from './joined-page.ts';
import type { AuthenticationReport } from './report-reader.ts';

const stages = [
  'APP',
  'EMAIL',
  'TOKEN',
  'PASSKEY',
  'OTHER',
  'PASSWORD_SET',
  'SMARTCARD_ONLY',
  'NEVER_LOGGED_IN',
] as const;
type Stage = (typeof stages)[number];

/** How far somebody is on the way from card to two factors: the farthest that he has reached. */
function stageOf({ profile, account }: Joined): Stage {
  if (account.otpChannel !== null) return shownChannel(account.otpChannel);
  if (account.passwordSet) return 'PASSWORD_SET';
  return profile.cardHeld ? 'SMARTCARD_ONLY' : 'NEVER_LOGGED_IN';
}

function wantedStage(args: ReportArgs): Stage | null {
  const typed = textArg(args, 'stage');
  const stage = stages.find((each) => each === typed);
  if (stage === undefined && typed !== undefined)
    throw new Fault('INVALID_OPTION', `Choose one of ${stages.join(', ')}.`, { publicDetails: { field: 'stage' } });
  return stage ?? null;
}

/** R7: who still has the smartcard only, who set a password, and who signs in by app or by email (seed 2.2, W12, W13). */
export const migrationStatus: AuthenticationReport = {
  name: 'migrationStatus',
  title: 'Migration Status',
  description: 'Each user with the farthest step that he has made towards two-factor login; `stage` keeps one of them.',
  args: { participant: 'ID', stage: 'String' },
  columns: [
    ...who,
    { key: 'stage', title: 'Stage' },
    { key: 'emailRegistered', title: 'Email Registered' },
    { key: 'lastLoginAt', title: 'Last Login' },
    { key: 'lastLoginMethod', title: 'Last Login Method' },
  ],
  lines(reader, args, position) {
    const wanted = wantedStage(args);
    return joinedPage(reader, args, position, (joined) => {
      const stage = stageOf(joined);
      const { profile, account } = joined;
      if (wanted !== null && stage !== wanted) return null;
      return [...whoOf(profile), stage, profile.email !== null, account.lastLoginAt, account.lastLoginMethod];
    });
  },
};
