import { type AuditTrail, Fault } from '@countersign/platform';
import { isHouseStaff } from '../user-profile/standing.ts';
import { enquiryScope } from '../user-profile/visibility.ts';
import type { Parts } from './parts.ts';
import { readerIn } from './reader.ts';

/** Identity's audit for whoever may enquire profiles: administrators their own participant's, the house's staff everything (M10). */
export function identityAuditTrail(parts: Parts): AuditTrail {
  const { database, clock } = parts;
  return {
    part: 'identity',
    database,
    clock,
    async view(context) {
      const reader = await database.read((tx) => readerIn(tx, context, parts, clock.now()));
      if (reader === null)
        throw new Fault('UNAUTHENTICATED', 'Please log in again: your profile can no longer be used.');
      const scope = enquiryScope(reader);
      if (scope === null) return null;
      if (scope !== 'EVERYBODY') return { ...scope, isFull: true };
      return { participant: undefined, isFull: isHouseStaff(reader.standing, 'HKEX_OPERATOR', 'HKEX_APPROVER') };
    },
  };
}
