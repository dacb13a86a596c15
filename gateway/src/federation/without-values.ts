import { GraphQLError } from 'graphql';

const VARIABLE = /^Variable "\$\w+" got invalid value /;
const PLACE = / at ("[\w.[\]]+")$/;

/**
 * A complaint about the client's input without the value it complains of, which may be a password or a code sent in the
 * wrong type (O19): what was expected, and where, is enough to mend it.
 */
export function withoutValues(message: string, error: unknown): string {
  const beginning = VARIABLE.exec(message)?.[0];
  if (beginning === undefined) return withoutValue(message);
  const subject = beginning.replace(' got invalid value ', ' got an invalid value');
  const cause = causeOf(message, error);
  if (cause === undefined) return `${subject}.`;
  const place = PLACE.exec(message.slice(0, -`; ${cause}`.length))?.[1];
  return `${subject}${place === undefined ? '' : ` at ${place}`}; ${withoutValue(cause)}`;
}

/** The sentence behind the value: graphql-js keeps it as the error that it wrapped. */
function causeOf(message: string, error: unknown): string | undefined {
  for (let inner = error; inner instanceof GraphQLError; inner = inner.originalError) {
    if (inner.message !== message && message.endsWith(`; ${inner.message}`)) return inner.message;
  }
  return undefined;
}

/** Scalars and literals repeat the value at the end of their sentence. */
function withoutValue(sentence: string): string {
  return sentence
    .replace(/( cannot represent [\w\s-]*value): [^]*$/, '$1.')
    .replace(/^(Expected value of type "[^"]*"), found [^]*$/, '$1.');
}
