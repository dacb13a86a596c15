/** What a line of a bulk file may ask for, and the kind of change it is; a line has no rules of its own (W24). */
export const bulkActions = {
  EMAIL: { kind: 'PROFILE_CHANGE', uses: ['email'] },
  CREATE: {
    kind: 'USER_CREATION',
    uses: [
      'email',
      'surname',
      'other_names',
      'groups',
      'enable_from',
      'disable_after',
      'clearing_house_options',
      'settlement_agent_name',
    ],
  },
  DISABLE: { kind: 'STATUS_CHANGE', uses: ['reason'] },
  ENABLE: { kind: 'STATUS_CHANGE', uses: ['reason'] },
  DELETE: { kind: 'USER_DELETION', uses: ['reason'] },
} as const satisfies Record<string, { readonly kind: string; readonly uses: readonly string[] }>;

/** One of the actions above. */
export type BulkAction = keyof typeof bulkActions;

/** The action that a cell names, in any case; null when it names none. */
export function bulkAction(cell: string): BulkAction | null {
  const name = cell.toUpperCase();
  return Object.hasOwn(bulkActions, name) ? (name as BulkAction) : null;
}
