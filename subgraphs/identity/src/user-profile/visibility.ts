import { administers, isHouseStaff, type Standing } from './standing.ts';
import type { UserProfile } from './user-profile.ts';

/** Whose profiles somebody may enquire and list, or null when none (2.2: DA Maker or Checker with EE; the house's staff). */
export function enquiryScope(reader: Standing): { readonly participant: string } | 'EVERYBODY' | null {
  if (isHouseStaff(reader, 'HKEX_OPERATOR', 'HKEX_APPROVER', 'HKEX_REPORT_READER')) return 'EVERYBODY';
  const { participant } = reader.profile;
  return participant !== null && (administers(reader, 'DA_MAKER') || administers(reader, 'DA_CHECKER'))
    ? { participant }
    : null;
}

/** True when the reader may know that the profile exists; another participant's and the house's look non-existent (A1). */
export function mayKnowOf(reader: Standing, profile: UserProfile): boolean {
  if (reader.usable && reader.profile.uuid === profile.uuid) return true;
  const scope = enquiryScope(reader);
  if (scope === null) return false;
  return scope === 'EVERYBODY' || profile.participant === scope.participant;
}

/** True when the reader may see email and smartcard fields: the person, the administrators, and the house's operators and approvers. */
export function maySeePersonalFields(reader: Standing, profile: UserProfile): boolean {
  if (!mayKnowOf(reader, profile)) return false;
  return (
    reader.profile.uuid === profile.uuid ||
    reader.profile.type !== 'HKEX' ||
    isHouseStaff(reader, 'HKEX_OPERATOR', 'HKEX_APPROVER')
  );
}

/** True when the reader may know that the participant exists: his own, or any for the house's staff (A1). */
export function mayKnowOfParticipant(reader: Standing, code: string): boolean {
  return reader.usable && (reader.profile.participant === code || enquiryScope(reader) === 'EVERYBODY');
}
