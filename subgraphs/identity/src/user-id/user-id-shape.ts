import type { UserId } from './canonical-user-id.ts';
import type { ParticipantCode } from './participant-code.ts';

/** The two derivatives clearing houses whose participants hold IDs (domain 1). */
export type ClearingHouse = 'HKCC' | 'SEOCH';

/**
 * How an existing ID is written. Several shapes may hold at once, so a shape never says what a profile may do:
 * type, participant and roles are stored (domain 3.2.1).
 */
export type UserIdShape = 'USER' | 'DA' | 'LEGACY';

const LEGACY = /^[A-Z][0-9]{5}[0-9]{2}$/;
const USER_SUFFIX = /^[1-4][A-Z0-9]{2}$/;
const DA_DIGIT_LETTER = /^[1-4][XYZ][1-9]$/;
const DA_LETTER_DIGIT = /^[XYZ][1-4][1-9]$/;

/** What follows `HK{PCODE}`, or null; the code comes from the registry and is never guessed from the ID (domain 3.2.3). */
function suffixOf(userId: UserId, code: ParticipantCode): string | null {
  const prefix = `HK${code}`;
  return userId.startsWith(prefix) ? userId.slice(prefix.length) : null;
}

/** True for IDs of the former terminal, e.g. B0123401: valid for ever, issued never (domain 3.2.6). */
export function isLegacyUserId(userId: UserId): boolean {
  return LEGACY.test(userId);
}

/** True for the 108 combinations of digit, X/Y/Z, digit that a participant's users never get (domain 3.2.4). */
export function isReservedForDelegatedAdministrator(userId: UserId, code: ParticipantCode): boolean {
  const suffix = suffixOf(userId, code);
  return suffix !== null && DA_DIGIT_LETTER.test(suffix);
}

/** True when the ID is a delegated administrator's in this house; SEOCH writes both orders (domain 3.2.5, C1). */
export function hasDelegatedAdministratorShape(userId: UserId, code: ParticipantCode, house: ClearingHouse): boolean {
  const suffix = suffixOf(userId, code);
  if (suffix === null) return false;
  return DA_DIGIT_LETTER.test(suffix) || (house === 'SEOCH' && DA_LETTER_DIGIT.test(suffix));
}

/** True when the ID is a user's of this participant, reserved combinations included (C2: HKABC1X1 parses as both). */
export function hasUserShape(userId: UserId, code: ParticipantCode): boolean {
  const suffix = suffixOf(userId, code);
  return suffix !== null && USER_SUFFIX.test(suffix);
}

/** Every shape an existing ID has under this participant; empty when it is foreign or malformed. */
export function shapesOf(userId: UserId, code: ParticipantCode, house: ClearingHouse): readonly UserIdShape[] {
  const shapes: UserIdShape[] = [];
  if (hasDelegatedAdministratorShape(userId, code, house)) shapes.push('DA');
  if (hasUserShape(userId, code)) shapes.push('USER');
  if (isLegacyUserId(userId)) shapes.push('LEGACY');
  return shapes;
}
