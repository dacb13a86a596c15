import type { Catalogue } from '../groups/catalogue.ts';
import { type Entitlements, entitlements } from '../groups/entitlements.ts';
import { SECURITY_MANAGEMENT } from '../groups/group.ts';
import { usable } from './usable.ts';
import type { UserProfile } from './user-profile.ts';

/** A profile with what it may do at this instant. */
export interface Standing extends Entitlements {
  readonly profile: UserProfile;
  readonly usable: boolean;
}

/** What a stored profile may do now; nothing is remembered from one operation to the next. */
export function standingOf(profile: UserProfile, now: Date, catalogue: Catalogue): Standing {
  return { profile, usable: usable(profile, now), ...entitlements(profile.groups, catalogue) };
}

/** True for a usable DA Maker or DA Checker with access level EE (seed 3.1). */
export function administers(standing: Standing, role: 'DA_MAKER' | 'DA_CHECKER'): boolean {
  return (
    standing.usable &&
    standing.profile.participant !== null &&
    standing.roles.includes(role) &&
    standing.accessLevels.includes(SECURITY_MANAGEMENT)
  );
}

/** True for usable staff of the clearing house in that role; a participant's profile never counts as staff. */
export function isHouseStaff(
  standing: Standing,
  ...roles: readonly ('HKEX_OPERATOR' | 'HKEX_APPROVER' | 'HKEX_REPORT_READER')[]
): boolean {
  return (
    standing.usable &&
    standing.profile.type === 'HKEX' &&
    standing.profile.participant === null &&
    roles.some((role) => standing.roles.includes(role))
  );
}
