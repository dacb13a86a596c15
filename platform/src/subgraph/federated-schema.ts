import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  specifiedDirectives,
} from 'graphql';
import { type BuildSchemaOptions, buildSchemaSync, createResolversMap } from 'type-graphql';
import type { SubgraphContext } from './subgraph.ts';

type Resolvers = Record<string, unknown>;

/** Fields that join a subgraph from outside its own classes, as an authenticator plugin's do. */
export interface SchemaModule {
  readonly typeDefs: DocumentNode;
  readonly resolvers: Resolvers;
}

/** Finds an entity by the key another subgraph names. It runs outside type-graphql, so it checks rights itself. */
export type ReferenceResolver = (reference: never, context: SubgraphContext) => unknown;

export interface FederatedSchemaParts {
  readonly resolvers: BuildSchemaOptions['resolvers'];
  readonly orphanedTypes?: NonNullable<BuildSchemaOptions['orphanedTypes']>;
  readonly modules?: readonly SchemaModule[];
  readonly references?: Readonly<Record<string, ReferenceResolver>>;
  /** Gives the instance of each resolver class, so that two runtimes in one process share no state. */
  readonly container?: NonNullable<BuildSchemaOptions['container']>;
}

const FEDERATION_LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@external", "@requires", "@provides", "@shareable", "@inaccessible", "@tag", "@override"]
)`;

/** Values name their own type, so abstract types resolve at once: the compiled executor refuses promises here. */
function resolveTypesByName(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      type.resolveType = (value: { __typename?: string; constructor?: { name?: string } }) => value.__typename;
    }
    if (isObjectType(type)) type.isTypeOf = undefined;
  }
}

function withReferences(resolvers: Resolvers, references: FederatedSchemaParts['references']): Resolvers {
  const merged: Record<string, Record<string, unknown>> = { ...(resolvers as Record<string, Record<string, unknown>>) };
  for (const [type, resolve] of Object.entries(references ?? {})) {
    merged[type] = { ...merged[type], __resolveReference: resolve };
  }
  return merged;
}

/** Drops type resolvers that the generator made; ours by name replace them after building. */
function withoutTypeChecks(resolvers: Resolvers): Resolvers {
  const kept: Resolvers = {};
  for (const [type, entry] of Object.entries(resolvers)) {
    if (entry === null || typeof entry !== 'object' || entry.constructor !== Object) kept[type] = entry;
    else {
      const { __isTypeOf, __resolveType, ...fields } = entry as Record<string, unknown>;
      if (Object.keys(fields).length > 0) kept[type] = fields;
    }
  }
  return kept;
}

/** A scalar that the subgraph already knows is not declared a second time by a module. */
function withoutKnownScalars(module: SchemaModule, known: Set<string>): SchemaModule {
  const definitions = module.typeDefs.definitions.filter((definition) => {
    if (definition.kind !== Kind.SCALAR_TYPE_DEFINITION) return true;
    const fresh = !known.has(definition.name.value);
    known.add(definition.name.value);
    return fresh;
  });
  return { ...module, typeDefs: { ...module.typeDefs, definitions } };
}

/** Builds a subgraph's schema from its type-graphql classes, its plugins' SDL and its reference resolvers. */
export function buildFederatedSchema(parts: FederatedSchemaParts): { schema: GraphQLSchema; sdl: string } {
  const generated = buildSchemaSync({
    resolvers: parts.resolvers,
    orphanedTypes: parts.orphanedTypes ?? [],
    directives: [...specifiedDirectives],
    validate: false, // input rules live in the domain, which answers with a code and a sentence
    skipCheck: true,
    ...(parts.container === undefined ? {} : { container: parts.container }),
  });
  const own: SchemaModule = {
    typeDefs: parse(`${FEDERATION_LINK}\n${printSchemaWithDirectives(generated)}`),
    resolvers: withReferences(withoutTypeChecks(createResolversMap(generated) as Resolvers), parts.references),
  };
  const known = new Set(Object.keys(generated.getTypeMap()));
  const modules = (parts.modules ?? []).map((module) => withoutKnownScalars(module, known));
  const schema = buildSubgraphSchema([own, ...modules] as Parameters<typeof buildSubgraphSchema>[0]);
  resolveTypesByName(schema);
  return { schema, sdl: printSubgraphSchema(schema) };
}
