import { type DirectiveNode, type GraphQLSchema, Kind, buildASTSchema, parse, visit } from 'graphql';

/** Names the door treats with care, read from the supergraph itself. */
export interface GuardedNames {
  /** Mutation fields tagged `proof`: they prove or decide something. */
  readonly proofs: ReadonlySet<string>;
  /** Fields that are part of an entity's key: no other field may answer under their name. */
  readonly keys: ReadonlySet<string>;
}

function stringArgument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function isProof(directive: DirectiveNode): boolean {
  return directive.name.value === 'tag' && stringArgument(directive, 'name') === 'proof';
}

function mutationTypeName(schema: GraphQLSchema): string | undefined {
  return schema.getMutationType()?.name;
}

/** Reads the proof fields and the key fields of a supergraph (G1, G2). */
export function guardedNames(supergraphSdl: string): GuardedNames {
  const document = parse(supergraphSdl);
  const mutation = mutationTypeName(buildASTSchema(document, { assumeValidSDL: true }));
  const proofs = new Set<string>();
  const keys = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of definition.directives ?? []) {
      const key = directive.name.value === 'join__type' ? stringArgument(directive, 'key') : undefined;
      if (key) visit(parse(`{ ${key} }`), { Field: (field) => void keys.add(field.name.value) });
    }
    if (definition.name.value !== mutation) continue;
    for (const field of definition.fields ?? []) {
      if (field.directives?.some(isProof)) proofs.add(field.name.value);
    }
  }
  return { proofs, keys };
}
