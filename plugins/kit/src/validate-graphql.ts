import { Kind, parse, type DirectiveNode, type FieldDefinitionNode, type ObjectTypeExtensionNode } from 'graphql';
import type { Manifest } from './authenticator.ts';

/** Lists what is wrong with a plugin's SDL: it may extend Mutation with proof fields and bring its own challenge type, no more. */
export function validateGraphql(manifest: Manifest): readonly string[] {
  const { sdl, answerField, challengeField, challengeType } = manifest.graphql;
  const definitions = parsed(sdl);
  if (definitions === null) return ['graphql.sdl does not parse'];

  const problems: string[] = [];
  const fields = new Map<string, FieldDefinitionNode>();
  const ownTypes = new Set<string>();
  for (const definition of definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_EXTENSION && definition.name.value === 'Mutation') {
      collectFields(definition, fields);
    } else if (definition.kind === Kind.OBJECT_TYPE_DEFINITION && !rootTypes.has(definition.name.value)) {
      ownTypes.add(definition.name.value);
      const implementsChallenge = definition.interfaces?.some((name) => name.name.value === 'Challenge') ?? false;
      if (!implementsChallenge) problems.push(`type ${definition.name.value} does not implement Challenge`);
    } else problems.push(`graphql.sdl may not hold a ${definition.kind}`);
  }

  if (!fields.has(answerField)) problems.push(`answer field ${answerField} is missing`);
  if (challengeField !== undefined && !fields.has(challengeField))
    problems.push(`challenge field ${challengeField} is missing`);
  if (challengeType !== undefined && !ownTypes.has(challengeType))
    problems.push(`challenge type ${challengeType} is missing`);
  for (const [name, field] of fields) {
    if (name !== answerField && name !== challengeField) problems.push(`field ${name} is neither answer nor challenge`);
    if (!field.directives?.some(isProofTag)) problems.push(`field ${name} lacks @tag(name: "proof")`);
    if (!field.arguments?.some((argument) => argument.name.value === 'flowId'))
      problems.push(`field ${name} takes no flowId`);
  }
  return problems;
}

const rootTypes: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

function parsed(sdl: string) {
  try {
    return parse(sdl, { noLocation: true }).definitions;
  } catch {
    return null;
  }
}

function collectFields(extension: ObjectTypeExtensionNode, into: Map<string, FieldDefinitionNode>): void {
  for (const field of extension.fields ?? []) into.set(field.name.value, field);
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
