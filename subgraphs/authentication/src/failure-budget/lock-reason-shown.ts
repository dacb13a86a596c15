/** What an account row says of whether its person may try. */
export interface LockRow {
  readonly locked_at: number | null;
  readonly lock_reason: string | null;
  readonly stranger_failures: number;
}

/** Why administrators may have to unlock somebody whose account is not locked. */
export const CLOSED_TO_STRANGERS = 'RESETS_FROM_UNKNOWN_SOURCES';

/** Whether resets from sources unknown for a person are used up, though he is not locked (O9). */
export function isClosedToStrangers(row: LockRow, policy: { readonly strangerFailures: number }): boolean {
  return row.locked_at === null && row.stranger_failures >= policy.strangerFailures;
}

/** Why somebody is locked, or what else an unlock would open (W7): administrators must see what they are called about. */
export function lockReasonShown(row: LockRow, policy: { readonly strangerFailures: number }): string | null {
  return isClosedToStrangers(row, policy) ? CLOSED_TO_STRANGERS : row.lock_reason;
}
