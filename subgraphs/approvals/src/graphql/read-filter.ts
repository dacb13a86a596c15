import type { RequestFilter } from '../change-request/request-page.ts';
import type { ChangeRequestFilter } from './inputs/change-request-filter.ts';

/** One value and a list of values of the same thing, as one list without repetition. */
function together<Value>(
  one: Value | null | undefined,
  several: readonly Value[] | null | undefined,
): readonly Value[] {
  return [...new Set([...(one === null || one === undefined ? [] : [one]), ...(several ?? [])])];
}

const userId = (typed: string | null | undefined): string | null => typed?.trim().toUpperCase() ?? null;

/** What a reader asks for, with user IDs as they are stored. */
export function readFilter(filter: ChangeRequestFilter): RequestFilter {
  return {
    states: together(filter.state, filter.states),
    kinds: together(filter.kind, filter.kinds),
    targetUserId: userId(filter.targetUserId),
    subject: filter.subject?.trim() ?? null,
    maker: userId(filter.maker),
    checker: userId(filter.checker),
    submittedFrom: filter.submittedFrom ?? null,
    submittedTo: filter.submittedTo ?? null,
    openOnly: filter.openOnly === true,
  };
}
