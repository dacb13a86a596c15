import type { UserProfile } from '../user-profile/user-profile.ts';
import type { ChangeTarget } from './change-kind.ts';
import type { Records } from './records.ts';

/** A live profile as what a change is about. */
export function profileTarget(profile: UserProfile): ChangeTarget & { readonly profile: UserProfile } {
  const { uuid, userId, participant, version } = profile;
  return { uuid, subject: userId, userId, participant, version, profile };
}

/** The profile of that uuid as it is now; null once it is a tombstone. */
export async function findProfileTarget(records: Records, uuid: string): Promise<ChangeTarget | null> {
  const profile = await records.profile(uuid);
  return profile === null ? null : profileTarget(profile);
}
