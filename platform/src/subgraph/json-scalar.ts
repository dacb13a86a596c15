import { GraphQLScalarType, valueFromASTUntyped } from 'graphql';

/** Any JSON value: the before and after of a change, whose shape belongs to the kind of change. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
