import { type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionSetNode, Kind } from 'graphql';
import { fragmentsByName } from './fragments-by-name.ts';

/** The size of an operation with every fragment spread out, as an executor would meet it. */
export interface DocumentMeasure {
  readonly depth: number;
  /** Selections inside one another, fragments that hold no field included: the planner's parser goes down with each. */
  readonly nesting: number;
  /** Fields selected in all; a fragment counts at each spread. */
  readonly fields: number;
  /** Root fields with aliases and repetitions counted, in order. */
  readonly rootFields: readonly FieldNode[];
}

interface Extent {
  readonly depth: number;
  readonly nesting: number;
  readonly fields: number;
}

/** Fragments that spread each other in circles could be walked for ever without meeting a field. */
const VISITS = 2_000;
const NOTHING: Extent = { depth: 0, nesting: 0, fields: 0 };

/**
 * Measures in time linear in the text, however the fragments nest: each fragment is measured once (G6). A fragment that
 * spreads itself counts as nothing here; validation refuses it.
 */
export function measureDocument(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rootLimit: number,
): DocumentMeasure {
  const fragments = fragmentsByName(document);
  const measured = new Map<string, Extent>();
  const whole = extentOf(operation.selectionSet);
  const rootFields: FieldNode[] = [];
  let visits = 0;
  collectRoot(operation.selectionSet, new Set());
  return { ...whole, fields: visits > VISITS ? Number.POSITIVE_INFINITY : whole.fields, rootFields };

  function extentOf(selectionSet: SelectionSetNode): Extent {
    let depth = 0;
    let nesting = 0;
    let fields = 0;
    for (const node of selectionSet.selections) {
      const inner =
        node.kind === Kind.FRAGMENT_SPREAD
          ? extentOfFragment(node.name.value)
          : node.selectionSet
            ? extentOf(node.selectionSet)
            : NOTHING;
      const own = node.kind === Kind.FIELD ? 1 : 0;
      depth = Math.max(depth, inner.depth + own);
      nesting = Math.max(nesting, inner.nesting + 1);
      fields += inner.fields + own;
    }
    return { depth, nesting, fields };
  }

  function extentOfFragment(name: string): Extent {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    const extent = fragment ? extentOf(fragment.selectionSet) : NOTHING;
    measured.set(name, extent);
    return extent;
  }

  function collectRoot(selectionSet: SelectionSetNode, within: ReadonlySet<string>): void {
    for (const node of selectionSet.selections) {
      if (rootFields.length > rootLimit || ++visits > VISITS) return;
      if (node.kind === Kind.FIELD) rootFields.push(node);
      else if (node.kind === Kind.INLINE_FRAGMENT) collectRoot(node.selectionSet, within);
      else if (!within.has(node.name.value)) {
        const fragment = fragments.get(node.name.value);
        if (fragment) collectRoot(fragment.selectionSet, new Set([...within, node.name.value]));
      }
    }
  }
}
