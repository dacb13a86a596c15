import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
  Kind,
  OperationTypeNode,
  print,
  separateOperations,
  visit,
} from 'graphql';
import type { LiveField } from './live-fields.ts';

/** The query behind a subscription, ready to be asked again and again about one ID after another. */
export interface LiveQuestion {
  readonly query: string;
  /** The variable that holds the ID; no variable of the client has its name. */
  readonly idVariable: string;
  /** The client's variables that the query still uses. */
  readonly kept: readonly string[];
}

const NAME_OF_ID = 'liveId';

function freeName(taken: readonly string[]): string {
  let name = NAME_OF_ID;
  while (taken.includes(name)) name += '_';
  return name;
}

function idArgument(field: LiveField, variable: string): ArgumentNode {
  return {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: field.argument },
    value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
  };
}

function idDefinition(variable: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
    type: {
      kind: Kind.NON_NULL_TYPE,
      type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'ID' } },
    },
  };
}

function usedVariables(document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit(document, {
    // Its own definition is no use of a variable.
    VariableDefinition: () => false,
    Variable: (node) => void used.add(node.name.value),
  });
  return used;
}

/** Turns a checked subscription into the query that answers it: same selection, same name in the answer, one ID. */
export function liveQuestion(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  root: FieldNode,
  field: LiveField,
): LiveQuestion {
  const defined = operation.variableDefinitions ?? [];
  const idVariable = freeName(defined.map(({ variable }) => variable.name.value));
  const asked: FieldNode = {
    ...root,
    alias: { kind: Kind.NAME, value: root.alias?.value ?? root.name.value },
    name: { kind: Kind.NAME, value: field.query },
    arguments: [idArgument(field, idVariable)],
  };
  const query: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    ...(operation.name && { name: operation.name }),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [asked] },
  };
  const whole: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [query, ...document.definitions.filter((node) => node !== operation)],
  };
  // A fragment that only the subscription's root used would be left over, and is refused by validation.
  const [needed = whole] = Object.values(separateOperations(whole));
  const used = usedVariables(needed);
  const keptDefinitions = defined.filter(({ variable }) => used.has(variable.name.value));
  const definitions = [...keptDefinitions, idDefinition(idVariable)];
  const text = print({
    ...needed,
    definitions: needed.definitions.map((node) =>
      node === query ? { ...query, variableDefinitions: definitions } : node,
    ),
  });
  return { query: text, idVariable, kept: keptDefinitions.map(({ variable }) => variable.name.value) };
}
