import {
  type DirectiveNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  Kind,
  buildASTSchema,
  parse,
  visit,
} from 'graphql';

/** Names the door treats with care, read from the supergraph itself. */
export interface GuardedNames {
  /** Mutation fields tagged `proof`: they prove or decide something. */
  readonly proofs: ReadonlySet<string>;
  /** Fields that are part of an entity's key: no other field may answer under their name. */
  readonly keys: ReadonlySet<string>;
}

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

function textArgument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function keysOf(type: FieldsType): readonly string[] {
  const names: string[] = [];
  for (const directive of type.directives ?? []) {
    const key = directive.name.value === 'join__type' ? textArgument(directive, 'key') : undefined;
    if (key) visit(parse(`{ ${key} }`), { Field: (field) => void names.push(field.name.value) });
  }
  return names;
}

function proofsOf(mutation: FieldsType | undefined): readonly string[] {
  const isProof = (directive: DirectiveNode) =>
    directive.name.value === 'tag' && textArgument(directive, 'name') === 'proof';
  return (mutation?.fields ?? []).filter((field) => field.directives?.some(isProof)).map((field) => field.name.value);
}

/** Reads the proof fields and the key fields of a supergraph (G1, G2). */
export function guardedNames(supergraphSdl: string): GuardedNames {
  const document = parse(supergraphSdl);
  const mutation = buildASTSchema(document, { assumeValidSDL: true }).getMutationType()?.name;
  const types = document.definitions.filter(
    (definition): definition is FieldsType =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  return {
    proofs: new Set(proofsOf(types.find((type) => type.name.value === mutation))),
    keys: new Set(types.flatMap(keysOf)),
  };
}
