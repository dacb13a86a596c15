import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { isLocalDate } from './local-date-scalar.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

function parseInstant(value: unknown): Date {
  // Date reads 30 February as 2 March: nobody meant that.
  const written = typeof value === 'string' && INSTANT.test(value) && isLocalDate(value.slice(0, 10));
  const parsed = written ? new Date(value) : undefined;
  if (!parsed || Number.isNaN(parsed.getTime())) {
    throw new GraphQLError('DateTime must be an instant such as 2023-04-03T09:30:00+08:00.', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return parsed;
}

/** An instant, written in UTC as ISO 8601; read with any explicit offset. */
export const InstantScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant, ISO 8601 in UTC, e.g. `2023-04-03T01:30:00.000Z`. Shown to people as Hong Kong time (HKT).',
  serialize: (value) => (value instanceof Date ? value : parseInstant(value)).toISOString(),
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
});
