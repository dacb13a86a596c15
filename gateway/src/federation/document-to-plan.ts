import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  Kind,
  visit,
} from 'graphql';
import { fragmentsByName } from '../limits/fragments-by-name.ts';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
const LARGEST_LITERAL = 2 ** 31;

/**
 * The document as the planner can read it, meaning the same: it plans nothing where everything is skipped for good, and
 * cannot read an ID of many digits that is written as a number.
 */
export function documentToPlan(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: {
      leave: (node) => {
        const selections = node.selections.filter(({ directives = [] }) => !directives.some(leavesOut));
        if (selections.length === node.selections.length) return undefined;
        return { ...node, selections: selections.length === 0 ? [TYPENAME] : selections };
      },
    },
    IntValue: (node) =>
      Math.abs(Number(node.value)) < LARGEST_LITERAL ? undefined : { kind: Kind.STRING, value: node.value },
  });
}

/** Whether a directive leaves its field out whatever the variables are: `@skip(if: true)`, `@include(if: false)`. */
function leavesOut({ name, arguments: given = [] }: DirectiveNode): boolean {
  const value = given.find((argument) => argument.name.value === 'if')?.value;
  if (value?.kind !== Kind.BOOLEAN) return false;
  return (name.value === 'skip' && value.value) || (name.value === 'include' && !value.value);
}

/** Whether an operation asks for anything that a subgraph would have to answer. */
export function asksSubgraphs(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  const fragments = fragmentsByName(document);
  const asks = ({ selections }: SelectionSetNode): boolean =>
    selections.some((node) => {
      if (node.kind === Kind.FIELD) return !node.name.value.startsWith('__');
      if (node.kind === Kind.INLINE_FRAGMENT) return asks(node.selectionSet);
      const fragment = fragments.get(node.name.value);
      return fragment !== undefined && asks(fragment.selectionSet);
    });
  return asks(operation.selectionSet);
}
