import type { EntitySchema } from 'typeorm';

/** Tables that TypeORM maps itself: none, since every row here is read and written by a statement that names its guard. */
export const identityRows: readonly EntitySchema<unknown>[] = [];
