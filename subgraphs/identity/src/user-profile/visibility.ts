import { targetOf } from '../permission-matrix/matrix.ts';
import { type Onlooker, permittedTargets } from '../permission-matrix/permitted-actions.ts';
import { isHouseStaff } from './standing.ts';
import type { ProfileType, UserProfile } from './user-profile.ts';

/** The two ways of reading profiles: one by its ID, or a listing (W4, W5). */
export type Reading = 'ENQUIRE' | 'LIST';

/** Whose profiles somebody may read. */
export type Scope = { readonly participant: string } | 'EVERYBODY';

const HOUSE_STAFF = ['HKEX_OPERATOR', 'HKEX_APPROVER', 'HKEX_REPORT_READER'] as const;
const profileTypes = ['USER', 'DA', 'HKEX'] as const satisfies readonly ProfileType[];

/** Whose profiles somebody may enquire or list now, or null when none (2.2: DA Maker or Checker with EE; the house's staff). */
export function enquiryScope(reader: Onlooker, reading: Reading = 'ENQUIRE'): Scope | null {
  if (permittedTargets(reader, reading).length === 0) return null;
  if (isHouseStaff(reader.standing, ...HOUSE_STAFF)) return 'EVERYBODY';
  const { participant } = reader.standing.profile;
  return participant === null ? null : { participant };
}

/** The types of profiles that the cells let this person read, or null when they leave nothing out (2.2). */
export function readableTypes(reader: Onlooker, reading: Reading): readonly ProfileType[] | null {
  const permitted = permittedTargets(reader, reading);
  const types = profileTypes.filter((type) => permitted.includes(targetOf(type)));
  // A participant has no profiles of the house, so leaving those out narrows nothing.
  const all = isHouseStaff(reader.standing, ...HOUSE_STAFF) ? profileTypes : (['USER', 'DA'] as const);
  return all.every((type) => types.includes(type)) ? null : types;
}

/** True when the reader may know that the profile exists; another participant's and the house's look non-existent (A1). */
export function mayKnowOf(reader: Onlooker, profile: UserProfile): boolean {
  if (reader.standing.usable && reader.standing.profile.uuid === profile.uuid) return true;
  const scope = enquiryScope(reader);
  if (scope === null || !permittedTargets(reader, 'ENQUIRE').includes(targetOf(profile.type))) return false;
  return scope === 'EVERYBODY' || profile.participant === scope.participant;
}

/** True when the reader sees personal fields of those he may know of: not the house's report readers (A1). */
export function seesPersonalFields({ standing }: Onlooker): boolean {
  return standing.profile.type !== 'HKEX' || isHouseStaff(standing, 'HKEX_OPERATOR', 'HKEX_APPROVER');
}

/** True when the reader may see email and smartcard fields: the person, the administrators, and the house's operators and approvers. */
export function maySeePersonalFields(reader: Onlooker, profile: UserProfile): boolean {
  if (!mayKnowOf(reader, profile)) return false;
  return reader.standing.profile.uuid === profile.uuid || seesPersonalFields(reader);
}

/** True when the reader may know that the participant exists: his own, or any for the house's staff (A1). */
export function mayKnowOfParticipant({ standing }: Onlooker, code: string): boolean {
  return standing.usable && (standing.profile.participant === code || isHouseStaff(standing, ...HOUSE_STAFF));
}
