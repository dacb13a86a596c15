import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import type { ResultNode } from './execution.ts';
import { isResultNode } from './merge-result.ts';
import type { SatisfiesType } from './type-condition.ts';

/** Takes from an entity what another subgraph needs to find it; undefined when the entity lacks it. */
export type Represent = (entity: ResultNode) => ResultNode | undefined;

/** Prepares the projection of an entity onto the keys and required fields that a fetch names. */
export function representation(requires: readonly RequiresSelection[], satisfies: SatisfiesType): Represent {
  return (entity) => {
    const typename = entity['__typename'];
    if (typeof typename !== 'string') return undefined;
    const taken = take(requires, entity, satisfies);
    if (!Object.keys(taken).some((key) => key !== '__typename')) return undefined;
    taken['__typename'] ??= typename;
    return taken;
  };
}

function take(selections: readonly RequiresSelection[], source: ResultNode, satisfies: SatisfiesType): ResultNode {
  const taken: ResultNode = {};
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const value = takeValue(
        selection.selections,
        source[selection.name] ?? source[selection.alias ?? selection.name],
        satisfies,
      );
      if (value !== undefined && value !== null) taken[selection.alias ?? selection.name] = value;
    } else if (selection.kind === 'InlineFragment' && satisfies(source['__typename'], [selection.typeCondition])) {
      Object.assign(taken, take(selection.selections, source, satisfies));
    }
  }
  return taken;
}

function takeValue(
  selections: readonly RequiresSelection[] | undefined,
  value: unknown,
  satisfies: SatisfiesType,
): unknown {
  if (!selections || selections.length === 0) return value;
  if (Array.isArray(value)) return value.map((item) => takeValue(selections, item, satisfies));
  return isResultNode(value) ? take(selections, value, satisfies) : value;
}
