import { DependencyUnavailable } from '@countersign/platform';

/**
 * What only tidies up behind a decision that the database holds: a store out of reach neither undoes the decision nor keeps
 * it from whom it concerns (design 7). What is left standing is spent in the database.
 */
export async function afterwards(...tidied: readonly Promise<unknown>[]): Promise<void> {
  for (const one of await Promise.allSettled(tidied))
    if (one.status === 'rejected' && !(one.reason instanceof DependencyUnavailable)) throw one.reason;
}
