/** A typed user ID in canonical form (domain 3.2), or null when nobody can have such an ID. */
export function canonicalUserId(typed: string): string | null {
  const canonical = typed.trim().toUpperCase();
  return /^[A-Z0-9]{4,12}$/.test(canonical) ? canonical : null;
}
