/** Where a form stands (W20). */
export const eServiceStates = [
  'DRAFT',
  'SUBMITTED',
  'APPROVED_BY_CP',
  'IN_PROCESS',
  'COMPLETED',
  'REJECTED',
  'WITHDRAWN',
] as const;
/** One of those. */
export type EServiceState = (typeof eServiceStates)[number];

/** What can happen to a form. */
export type EServiceStep = 'AMEND' | 'SUBMIT' | 'APPROVE' | 'BEGIN' | 'HAND_BACK' | 'COMPLETE' | 'REJECT' | 'WITHDRAW';

/** The whole lifecycle; what is not in it cannot happen. */
const transitions: Readonly<Record<EServiceState, Partial<Readonly<Record<EServiceStep, EServiceState>>>>> = {
  DRAFT: { AMEND: 'DRAFT', SUBMIT: 'SUBMITTED', WITHDRAW: 'WITHDRAWN' },
  SUBMITTED: { APPROVE: 'APPROVED_BY_CP', REJECT: 'REJECTED', WITHDRAW: 'WITHDRAWN' },
  APPROVED_BY_CP: { BEGIN: 'IN_PROCESS', COMPLETE: 'COMPLETED', REJECT: 'REJECTED', WITHDRAW: 'WITHDRAWN' },
  IN_PROCESS: { HAND_BACK: 'APPROVED_BY_CP', COMPLETE: 'COMPLETED' },
  COMPLETED: {},
  REJECTED: {},
  WITHDRAWN: {},
};

/** The state that a step leads to, or null where it cannot be taken. */
export function stateAfter(state: EServiceState, step: EServiceStep): EServiceState | null {
  return transitions[state][step] ?? null;
}

/** True for a form to which nothing more can happen. */
export function isEnded(state: EServiceState): boolean {
  return Object.keys(transitions[state]).length === 0;
}
