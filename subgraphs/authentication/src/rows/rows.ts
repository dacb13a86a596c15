import type { EntitySchema } from 'typeorm';

/** No table of this part is mapped: every decision in it is one guarded statement, written where the decision is made. */
export const authenticationRows: readonly EntitySchema<unknown>[] = [];
