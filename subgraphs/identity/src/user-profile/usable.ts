import { hongKongDate } from '../function-hours/hong-kong-date.ts';
import type { UserProfile } from './user-profile.ts';

/** True while the profile is ENABLED, not deleted, and today in Hong Kong lies within its dates, both inclusive (domain 3.3). */
export function usable(
  profile: Pick<UserProfile, 'status' | 'enableFrom' | 'disableAfter' | 'deletedAt'>,
  now: Date,
): boolean {
  if (profile.status !== 'ENABLED' || profile.deletedAt !== null) return false;
  const today = hongKongDate(now);
  if (profile.enableFrom !== null && today < profile.enableFrom) return false;
  return profile.disableAfter === null || today <= profile.disableAfter;
}
