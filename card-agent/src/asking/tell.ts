import type { PinState } from '../card/card.ts';
import { type ErrorCode, errorCodes } from '../error-codes.ts';

const LAST_TRY = 'One try is left: after another wrong PIN the card locks.';
const FEW_TRIES = 'Few tries are left before the card locks.';

/** The sentence for a state that the person should know before typing, or null. */
export function warningOf(states: readonly PinState[]): string | null {
  if (states.includes('FINAL_TRY')) return LAST_TRY;
  return states.includes('PIN_COUNT_LOW') ? FEW_TRIES : null;
}

/** The sentence of a code, followed by how many tries are left where the card tells. */
export function tell(code: ErrorCode, states: readonly PinState[] = []): string {
  const warning = code === 'PIN_WRONG' ? warningOf(states) : null;
  return warning === null ? errorCodes[code] : `${errorCodes[code]} ${warning}`;
}
