import { DependencyUnavailable, type SessionPrincipal } from '@countersign/platform';
import type { ApolloDoor, DoorRequest } from '../federation/apollo-door.ts';

/**
 * What to tell a viewer now: the answer to the query, `nothing` when he may not see it or nothing was asked, `over` when
 * his session is. Throws when it cannot be known.
 */
export type LiveAnswer = (question: DoorRequest | null, key: string) => Promise<object | 'nothing' | 'over'>;

interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[];
}

/** Codes that leave open whether there is anything to see. */
const UNKNOWN: ReadonlySet<unknown> = new Set([
  'DEPENDENCY_UNAVAILABLE',
  'QUERY_TIMEOUT',
  'TOO_BUSY',
  'INTERNAL_SERVER_ERROR',
]);

/** Answers as the person whom the credentials stand for at that very moment, by the door's own way for queries (S3). */
export function liveAnswer(
  door: Pick<ApolloDoor, 'answer'>,
  again: () => Promise<SessionPrincipal | null>,
): LiveAnswer {
  return async (question, key) => {
    const principal = await again();
    if (principal === null) return 'over';
    if (question === null) return 'nothing';
    const { body } = await door.answer(question, { principal, reply: {} });
    const result = JSON.parse(body) as Result;
    if ((result.data?.[key] ?? null) !== null) return result;
    if (result.errors?.some(({ extensions }) => UNKNOWN.has(extensions?.code))) throw new DependencyUnavailable(key);
    return 'nothing';
  };
}
