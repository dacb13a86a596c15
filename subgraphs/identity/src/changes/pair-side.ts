import { administers, isHouseStaff, type Standing } from '../user-profile/standing.ts';
import type { PairSide } from './change-kind.ts';

/** The side for which somebody may make changes now, or null (2.2: DA Maker with EE; W18: HKEX operator). */
export function makerSide(maker: Standing): PairSide | null {
  if (isHouseStaff(maker, 'HKEX_OPERATOR')) return 'HKEX';
  return administers(maker, 'DA_MAKER') ? 'DA' : null;
}

/** True when somebody may check what this maker made: same side, same participant (2.2, W2, W18). */
export function mayCheckFor(maker: Standing, side: PairSide, checker: Standing): boolean {
  if (side === 'HKEX') return isHouseStaff(checker, 'HKEX_APPROVER');
  return administers(checker, 'DA_CHECKER') && checker.profile.participant === maker.profile.participant;
}
