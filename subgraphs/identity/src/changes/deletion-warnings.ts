import { kindOfGroup } from '../groups/kind-of-group.ts';
import { looksAlike } from '../user-profile/look-alike.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import { leftWithout } from './left-without.ts';
import type { Records } from './records.ts';

const businessGroups = ({ groups }: UserProfile) => groups.filter((code) => kindOfGroup(code) === 'BUSINESS');

/** What a deletion would take from the participant: the last holder of a group, the last maker or checker, and what the person's other ID lacks (W8, W18, W22). */
export async function deletionWarnings(records: Records, profile: UserProfile, now: Date): Promise<readonly string[]> {
  return [
    ...(await lastHolder(records, profile)),
    ...(await leftWithout(records, { before: profile, after: null, now })),
    ...(profile.type === 'USER' ? await lackingGroups(records, profile) : []),
  ];
}

async function lastHolder(records: Records, profile: UserProfile): Promise<readonly string[]> {
  const last: string[] = [];
  for (const code of businessGroups(profile)) if (!(await records.heldByAnother(profile, code))) last.push(code);
  return last.map((code) => `${profile.userId} is the last enabled holder of ${code} in the participant.`);
}

async function lackingGroups(records: Records, profile: UserProfile): Promise<readonly string[]> {
  const twins = (await records.atMailbox(profile)).filter((other) => other.type === 'DA' && looksAlike(profile, other));
  return twins.flatMap((twin) => {
    const lacking = businessGroups(profile).filter((code) => !twin.groups.includes(code));
    if (lacking.length === 0) return [];
    return [`${twin.userId} looks like the same person and lacks ${lacking.join(', ')}: give it these groups first.`];
  });
}
