import { GraphQLError } from 'graphql';

const readyErrors = new WeakSet<object>();

/** Makes an error that has been judged fit for the client. */
export function readyError(
  message: string,
  path: readonly (string | number)[] | undefined,
  extensions: Readonly<Record<string, unknown>>,
): GraphQLError {
  const error = new GraphQLError(message, { path: path ?? null, extensions });
  readyErrors.add(error);
  return error;
}

/** True for an error that `readyError` made. */
export function isReady(error: unknown): boolean {
  return typeof error === 'object' && error !== null && readyErrors.has(error);
}
