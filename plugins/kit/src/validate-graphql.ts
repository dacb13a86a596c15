import {
  Kind,
  parse,
  type DefinitionNode,
  type DirectiveNode,
  type FieldDefinitionNode,
  type NameNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';
import type { Manifest } from './authenticator.ts';

/** Lists what is wrong with a plugin's SDL: it may extend Mutation with proof fields and bring its own challenge type, no more. */
export function validateGraphql(manifest: Manifest): readonly string[] {
  const definitions = parsed(manifest.graphql.sdl);
  if (definitions === null) return ['graphql.sdl does not parse'];
  const extensions = definitions.filter(extendsMutation);
  const types = definitions.filter(isOwnType);
  const fields = extensions.flatMap((extension) => extension.fields ?? []);
  const others = definitions.filter((definition) => !extendsMutation(definition) && !isOwnType(definition));
  return [
    ...others.map(({ kind }) => `graphql.sdl may not hold a ${kind}`),
    ...types.filter((type) => !isChallenge(type)).map(({ name }) => `type ${name.value} does not implement Challenge`),
    ...missingNames(manifest, fields, types),
    ...fields.flatMap((field) => validateField(manifest, field)),
  ];
}

function missingNames(
  { graphql: { answerField, challengeField, challengeType } }: Manifest,
  fields: readonly FieldDefinitionNode[],
  types: readonly ObjectTypeDefinitionNode[],
): readonly string[] {
  const has = (nodes: readonly { readonly name: NameNode }[], name: string) =>
    nodes.some((node) => node.name.value === name);
  const problems: string[] = [];
  if (!has(fields, answerField)) problems.push(`answer field ${answerField} is missing`);
  if (challengeField !== undefined && !has(fields, challengeField))
    problems.push(`challenge field ${challengeField} is missing`);
  if (challengeType !== undefined && !has(types, challengeType))
    problems.push(`challenge type ${challengeType} is missing`);
  return problems;
}

function validateField({ graphql }: Manifest, field: FieldDefinitionNode): readonly string[] {
  const name = field.name.value;
  const problems: string[] = [];
  if (name !== graphql.answerField && name !== graphql.challengeField)
    problems.push(`field ${name} is neither answer nor challenge`);
  if (!field.directives?.some(isProofTag)) problems.push(`field ${name} lacks @tag(name: "proof")`);
  if (!field.arguments?.some((argument) => argument.name.value === 'flowId'))
    problems.push(`field ${name} takes no flowId`);
  return problems;
}

function extendsMutation(definition: DefinitionNode): definition is ObjectTypeExtensionNode {
  return definition.kind === Kind.OBJECT_TYPE_EXTENSION && definition.name.value === 'Mutation';
}

function isOwnType(definition: DefinitionNode): definition is ObjectTypeDefinitionNode {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION && !rootTypes.has(definition.name.value);
}

function isChallenge(type: ObjectTypeDefinitionNode): boolean {
  return type.interfaces?.some(({ name }) => name.value === 'Challenge') ?? false;
}

const rootTypes: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

function parsed(sdl: string) {
  try {
    return parse(sdl, { noLocation: true }).definitions;
  } catch {
    return null;
  }
}

function isProofTag(directive: DirectiveNode): boolean {
  return (
    directive.name.value === 'tag' &&
    (directive.arguments?.some(
      ({ name, value }) => name.value === 'name' && value.kind === Kind.STRING && value.value === 'proof',
    ) ??
      false)
  );
}
