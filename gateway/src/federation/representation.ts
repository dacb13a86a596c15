import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import type { ResultNode } from './execution.ts';
import { isResultNode } from './merge-result.ts';
import type { SatisfiesType } from './type-condition.ts';

/** Takes from an entity what another subgraph needs to find it; undefined when the entity lacks it. */
export type Represent = (entity: ResultNode) => ResultNode | undefined;

type Take = (source: ResultNode, into: ResultNode) => void;

/** Prepares the projection of an entity onto the keys and required fields that a fetch names. */
export function representation(requires: readonly RequiresSelection[], satisfies: SatisfiesType): Represent {
  const take = takeAll(requires, satisfies);
  return (entity) => {
    const typename = entity['__typename'];
    if (typeof typename !== 'string') return undefined;
    const taken: ResultNode = { __typename: typename };
    take(entity, taken);
    for (const key in taken) if (key !== '__typename') return taken;
    return undefined;
  };
}

function takeAll(selections: readonly RequiresSelection[], satisfies: SatisfiesType): Take {
  const takes = selections.map((selection) => takeOne(selection, satisfies));
  const [only] = takes;
  if (only && takes.length === 1) return only;
  return (source, into) => {
    for (const take of takes) take(source, into);
  };
}

function takeOne(selection: RequiresSelection, satisfies: SatisfiesType): Take {
  if (selection.kind === 'InlineFragment') {
    const inner = takeAll(selection.selections, satisfies);
    const conditions = [selection.typeCondition];
    return (source, into) => {
      if (satisfies(source['__typename'], conditions)) inner(source, into);
    };
  }
  if (selection.kind !== 'Field') return () => undefined;
  const { name } = selection;
  const key = selection.alias ?? name;
  const inner = selection.selections?.length ? takeAll(selection.selections, satisfies) : undefined;
  return (source, into) => {
    const value = source[name] ?? source[key];
    if (value !== undefined && value !== null) into[key] = inner ? takeValue(value, inner) : value;
  };
}

function takeValue(value: unknown, inner: Take): unknown {
  if (Array.isArray(value)) return value.map((item) => takeValue(item, inner));
  if (!isResultNode(value)) return value;
  const taken: ResultNode = {};
  inner(value, taken);
  return taken;
}
