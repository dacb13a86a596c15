import type { Facts } from './account-change-kind.ts';

/** Under this name the payload carries what the account looked like; the rest of it is Identity's. */
const SEEN = 'account';

/** The payload with what was seen of the account. */
export function withSeen(payload: unknown, seen: Facts): Facts {
  return { ...(payload as Facts | null), [SEEN]: seen };
}

/** What was seen of the account when the change was proposed. */
export function seenIn(payload: unknown): Facts {
  return ((payload as Facts | null)?.[SEEN] as Facts | undefined) ?? {};
}

/** Why the clearing house acts against the matrix, or null (A3). */
export function breakGlassReasonIn(payload: unknown): string | null {
  const grounds = (payload as Facts | null)?.['grounds'] as Facts | undefined;
  const reason = grounds?.['breakGlassReason'];
  return typeof reason === 'string' && reason !== '' ? reason : null;
}
