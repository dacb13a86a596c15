/** What one process does: everything, or one of the four parts (design.md 2). */
export const roles = ['all', 'gateway', 'identity', 'approvals', 'authentication'] as const;

export type Role = (typeof roles)[number];
