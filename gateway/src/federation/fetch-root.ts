import type { FetchNode } from '@graphql-hive/router-query-planner';
import { Kind, parse } from 'graphql';
import { callSubgraph } from './call-subgraph.ts';
import type { Step } from './execution.ts';
import { mergeResult } from './merge-result.ts';
import { applyRewrites } from './rewrite.ts';
import type { SatisfiesType } from './type-condition.ts';

type Path = readonly (string | number)[];

/** Where an error without a path belongs: the first field the fetch asked for. */
function firstField(operation: string): Path {
  for (const definition of parse(operation, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const selection of definition.selectionSet.selections) {
      if (selection.kind === Kind.FIELD) return [selection.alias?.value ?? selection.name.value];
    }
  }
  return [];
}

/** A fetch of root fields: its answer joins the tree at the root. */
export function fetchRoot(node: FetchNode, satisfies: SatisfiesType): Step {
  const fallback = [firstField(node.operation)];
  const place = (path: Path | undefined) => (path ? [path] : fallback);
  return async (execution) => {
    const answer = await callSubgraph(node, execution, place);
    if (!answer) return;
    applyRewrites(answer, node.outputRewrites, satisfies);
    mergeResult(execution.root, answer);
  };
}
