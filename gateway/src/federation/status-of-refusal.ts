import type { GraphQLError } from 'graphql';
import { readyError } from './ready-error.ts';

/** Codes that tell a client to come back later, in the words of HTTP. */
const STATUS: Readonly<Record<string, number>> = { TOO_BUSY: 429, DEPENDENCY_UNAVAILABLE: 503 };

/** The errors of an answer; where it holds nothing else, with the HTTP status that belongs to the first of them. */
export function withStatus(answer: object | null, errors: readonly GraphQLError[]): readonly GraphQLError[] {
  const [first, ...rest] = errors;
  const status = STATUS[String(first?.extensions['code'])];
  if (answer !== null || first === undefined || status === undefined) return errors;
  return [readyError(first.message, first.path, { ...first.extensions, http: { status } }), ...rest];
}
