/** The states a change request may be in (W2). */
export const changeStates = [
  'SUBMITTED',
  'AUTHORISED',
  'EXECUTED',
  'STALE',
  'REJECTED',
  'CANCELLED',
  'EXPIRED',
  'PHASE_CANCELLED',
] as const;

export type ChangeState = (typeof changeStates)[number];

/** Which state may follow which (W2): a request is decided once, and applied once. Nothing leaves a state without successors. */
export const transitions = {
  SUBMITTED: ['AUTHORISED', 'REJECTED', 'CANCELLED', 'EXPIRED', 'STALE', 'PHASE_CANCELLED'],
  AUTHORISED: ['EXECUTED', 'STALE'],
  EXECUTED: [],
  STALE: [],
  REJECTED: [],
  CANCELLED: [],
  EXPIRED: [],
  PHASE_CANCELLED: [],
} as const satisfies Record<ChangeState, readonly ChangeState[]>;

/** Holds when the table allows the move. */
export function allows(from: ChangeState, to: ChangeState): boolean {
  return (transitions[from] as readonly ChangeState[]).includes(to);
}

/** An open request still keeps its target from other requests: undecided, or decided and not yet applied. */
export function isOpen(state: ChangeState): boolean {
  return transitions[state].length > 0;
}
