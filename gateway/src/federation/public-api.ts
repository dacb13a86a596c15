import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { type GraphQLScalarType, type GraphQLSchema, buildASTSchema, isScalarType, parse } from 'graphql';
import { InstantScalar, LocalDateScalar } from '@countersign/platform';

/** The schema clients see: the supergraph without joins and without anything `@inaccessible`, `_entities` and `_service` among it. */
export function publicApi(supergraphSdl: string): GraphQLSchema {
  const schema = buildASTSchema(transformSupergraphToPublicSchema(parse(supergraphSdl)));
  for (const rule of [InstantScalar, LocalDateScalar]) {
    const scalar = schema.getType(rule.name);
    if (isScalarType(scalar)) judgeBy(scalar, rule);
  }
  return schema;
}

/** Lets a subgraph's own rule refuse a value already here, in its own words; what passes goes on as the client wrote it. */
function judgeBy(scalar: GraphQLScalarType, rule: GraphQLScalarType): void {
  scalar.parseValue = (value) => {
    rule.parseValue(value);
    return value;
  };
  scalar.parseLiteral = (node, variables) => rule.parseLiteral(node, variables);
}
