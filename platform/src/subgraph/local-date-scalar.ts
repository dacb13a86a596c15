import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** True for a calendar date that exists, written YYYY-MM-DD. */
export function isLocalDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00.000Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}

function parseLocalDate(value: unknown): string {
  if (isLocalDate(value)) return value;
  throw new GraphQLError('Date must be a calendar date such as 2023-04-03.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** A calendar date in Hong Kong, without a time of day. */
export const LocalDateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar date in Hong Kong, `YYYY-MM-DD`.',
  serialize: parseLocalDate,
  parseValue: parseLocalDate,
  parseLiteral: (node) => parseLocalDate(node.kind === Kind.STRING ? node.value : undefined),
});
