/** The kinds that the clearing house may do to a user profile against the matrix, each an audited exception (A3). */
const kinds: ReadonlySet<string> = new Set([
  'BULK_CHANGE',
  'PROFILE_CHANGE',
  'USER_DELETION',
  'STATUS_CHANGE',
  'GROUP_ASSIGNMENT',
  'UNLOCK',
  'SECOND_FACTOR_RESET',
]);

/** True for a kind that may be done against the matrix with a reason (A3). */
export function breaksGlass(kind: string): boolean {
  return kinds.has(kind);
}
