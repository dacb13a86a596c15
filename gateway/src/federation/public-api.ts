import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { type GraphQLSchema, buildASTSchema, parse } from 'graphql';

/** The schema clients see: the supergraph without joins and without anything `@inaccessible`, `_entities` and `_service` among it. */
export function publicApi(supergraphSdl: string): GraphQLSchema {
  return buildASTSchema(transformSupergraphToPublicSchema(parse(supergraphSdl)));
}
