/** A user ID in canonical form: trimmed, upper case, ASCII letters and digits only (domain 3.2.2). */
export type UserId = string & { readonly brand: 'UserId' };

const CANONICAL = /^[A-Z0-9]{4,16}$/;
const TYPEABLE = /^[ \t]*[A-Za-z0-9]{4,16}[ \t]*$/;

/**
 * The canonical form of what a person typed, or null when it can be nobody's ID.
 * Only ASCII is folded: a Cyrillic or full-width look-alike is refused, never mapped to the letter it resembles.
 */
export function canonicalUserId(typed: string): UserId | null {
  if (!TYPEABLE.test(typed)) return null;
  const canonical = typed.trim().toUpperCase();
  return CANONICAL.test(canonical) ? (canonical as UserId) : null;
}
