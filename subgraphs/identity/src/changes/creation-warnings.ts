import { kindOfGroup } from '../groups/kind-of-group.ts';
import { SECURITY_MANAGEMENT } from '../groups/group.ts';
import { hongKongDate } from '../function-hours/hong-kong-date.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { mailboxWarnings } from './mailbox-warnings.ts';
import type { Records } from './records.ts';

/** What makes a new profile of little use, or its mailbox doubtful; none of it blocks (W6, W18). */
export async function creationWarnings(records: Records, profile: UserProfile, now: Date): Promise<readonly string[]> {
  const { userId, type, groups, disableAfter } = profile;
  const useless: readonly (readonly [boolean, string])[] = [
    [
      type === 'USER' && !groups.some((code) => kindOfGroup(code) === 'BUSINESS'),
      `${userId} would hold no business group and could use no function.`,
    ],
    [
      type === 'DA' && !groups.includes(SECURITY_MANAGEMENT),
      `${userId} would lack access level ${SECURITY_MANAGEMENT} and could use no Security Management Function.`,
    ],
    [disableAfter !== null && disableAfter < hongKongDate(now), `The last day of use, ${disableAfter}, is over.`],
  ];
  return [
    ...useless.filter(([holds]) => holds).map(([, sentence]) => sentence),
    ...(await mailboxWarnings(records, profile, profile.email)),
  ];
}
