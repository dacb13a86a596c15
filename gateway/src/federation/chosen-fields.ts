import {
  type FieldNode,
  type FragmentSpreadNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  getDirectiveValues,
  isAbstractType,
} from 'graphql';
import type { ProjectionSource } from './projection.ts';

/** One key of an object in the client's answer, with every selection that the client spread over it. */
export interface ChosenField {
  readonly key: string;
  readonly isTypename: boolean;
  readonly type: GraphQLOutputType | undefined;
  readonly selections: readonly SelectionSetNode[];
}

/** Collects the fields that selections choose on a concrete type, fragments expanded, in the client's order (GraphQL 6.3.2). */
export function chosenFields(
  type: GraphQLObjectType,
  selections: readonly SelectionSetNode[],
  source: ProjectionSource,
): readonly ChosenField[] {
  const chosen = new Map<string, ChosenField & { selections: SelectionSetNode[] }>();
  const entered = new Set<string>();
  for (const selection of selections) collect(selection);
  return [...chosen.values()];

  function collect(selectionSet: SelectionSetNode): void {
    for (const node of selectionSet.selections) {
      if (!isIncluded(node, source)) continue;
      if (node.kind === Kind.FIELD) choose(node);
      else enter(node);
    }
  }

  function choose(node: FieldNode): void {
    const name = node.name.value;
    const key = node.alias?.value ?? name;
    let field = chosen.get(key);
    if (!field) {
      field = { key, isTypename: name === '__typename', type: type.getFields()[name]?.type, selections: [] };
      chosen.set(key, field);
    }
    if (node.selectionSet) field.selections.push(node.selectionSet);
  }

  function enter(node: InlineFragmentNode | FragmentSpreadNode): void {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      if (applies(node.typeCondition?.name.value)) collect(node.selectionSet);
      return;
    }
    const fragment = source.fragments.get(node.name.value);
    if (!fragment || entered.has(node.name.value)) return;
    entered.add(node.name.value);
    if (applies(fragment.typeCondition.name.value)) collect(fragment.selectionSet);
  }

  function applies(condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = source.schema.getType(condition);
    return isAbstractType(named) && source.schema.isSubType(named, type);
  }
}

function isIncluded(node: SelectionNode, source: ProjectionSource): boolean {
  if (!node.directives || node.directives.length === 0) return true;
  const { variables } = source;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
}
