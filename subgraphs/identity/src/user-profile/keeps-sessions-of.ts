import { targetOf } from '../permission-matrix/matrix.ts';
import { type Onlooker, permittedTargets } from '../permission-matrix/permitted-actions.ts';
import { isHouseStaff } from './standing.ts';
import type { UserProfile } from './user-profile.ts';

/**
 * True when this person may see and end the sessions of that profile: an administrator those of his participant's users,
 * the clearing house's operators and approvers those of everybody, by the cells of END_SESSIONS (SE3, A1). One's own
 * sessions need no right.
 */
export function keepsSessionsOf(keeper: Onlooker, profile: UserProfile): boolean {
  if (!permittedTargets(keeper, 'END_SESSIONS').includes(targetOf(profile.type))) return false;
  if (isHouseStaff(keeper.standing, 'HKEX_OPERATOR', 'HKEX_APPROVER')) return true;
  const { participant } = keeper.standing.profile;
  return participant !== null && participant === profile.participant;
}
