import type { EntitySchema } from 'typeorm';

/** No entity mapping: each row is read and written by its own statement, because each decision is a guarded write. */
export const approvalsRows: readonly EntitySchema<unknown>[] = [];
