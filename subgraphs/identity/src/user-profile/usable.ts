import { hongKongDate, type LocalDate } from '../function-hours/hong-kong-date.ts';
import type { UserProfile } from './user-profile.ts';

type DatedProfile = Pick<UserProfile, 'status' | 'enableFrom' | 'disableAfter' | 'deletedAt'>;

/** True while the profile is ENABLED, not deleted, and today in Hong Kong lies within its dates, both inclusive (domain 3.3). */
export function usable(profile: DatedProfile, now: Date): boolean {
  return usableOn(profile, hongKongDate(now));
}

/** The same on a day that is worked out once for many profiles. */
export function usableOn(profile: DatedProfile, today: LocalDate): boolean {
  if (profile.status !== 'ENABLED' || profile.deletedAt !== null) return false;
  if (profile.enableFrom !== null && today < profile.enableFrom) return false;
  return profile.disableAfter === null || today <= profile.disableAfter;
}
