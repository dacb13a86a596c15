/** An instant for people; an altered number may be no time at all. */
export function instantText(ms: number): string {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? `at ${ms}` : at.toISOString();
}
