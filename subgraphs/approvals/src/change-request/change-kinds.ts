/** Which part owns the data that a kind of change touches. Adding a kind adds a row here and one typed mutation. */
export const changeKinds = {
  PROFILE_CHANGE: { owner: 'identity' },
  USER_CREATION: { owner: 'identity' },
  USER_DELETION: { owner: 'identity' },
  STATUS_CHANGE: { owner: 'identity' },
  GROUP_ASSIGNMENT: { owner: 'identity' },
  UNLOCK: { owner: 'authentication' },
  SECOND_FACTOR_RESET: { owner: 'authentication' },
  SMARTCARD_PIN_RESET: { owner: 'authentication' },
  BULK_CHANGE: { owner: 'identity' },
  CALENDAR_OVERRIDE: { owner: 'identity' },
  GROUP_DEFINITION: { owner: 'identity' },
  POLICY_CHANGE: { owner: 'identity' },
  SOLE_DA_WAIVER: { owner: 'identity' },
  SERVICE_ACCOUNT_CHANGE: { owner: 'identity' },
} as const satisfies Record<string, { readonly owner: 'identity' | 'authentication' }>;

export type ChangeKind = keyof typeof changeKinds;

export type OwnerName = (typeof changeKinds)[ChangeKind]['owner'];

/** Holds for kinds of this release; a stored row may only carry one of them. */
export function isChangeKind(value: string): value is ChangeKind {
  return Object.hasOwn(changeKinds, value);
}
