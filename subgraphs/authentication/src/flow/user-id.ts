/**
 * A typed user ID in canonical form (domain 3.2), or null when nobody can have such an ID. Only ASCII letters are folded:
 * letters such as `ı` or `ß` have ASCII capitals, and would pass for the ID of somebody else.
 */
export function canonicalUserId(typed: string): string | null {
  const trimmed = typed.trim();
  return /^[A-Za-z0-9]{4,12}$/.test(trimmed) ? trimmed.toUpperCase() : null;
}
