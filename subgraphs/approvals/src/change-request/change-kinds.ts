/** Which part owns the data that a kind of change touches. Adding a kind adds a row here and one typed mutation. */
export const changeKinds = {
  PROFILE_CHANGE: { owner: 'identity' },
} as const satisfies Record<string, { readonly owner: 'identity' | 'authentication' }>;

export type ChangeKind = keyof typeof changeKinds;

export type OwnerName = (typeof changeKinds)[ChangeKind]['owner'];

/** Holds for kinds of this release; a stored row may only carry one of them. */
export function isChangeKind(value: string): value is ChangeKind {
  return Object.hasOwn(changeKinds, value);
}
