import type { BatchFetchNode, FetchNode, FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { callSubgraph } from './call-subgraph.ts';
import type { ResultNode, Step } from './execution.ts';
import { type GatheredEntities, entityGatherer } from './gather-entities.ts';
import { applyRewrites } from './rewrite.ts';
import type { SatisfiesType } from './type-condition.ts';

type Path = readonly (string | number)[];

function fieldsOf(path: readonly FlattenNodePathSegment[]): Path {
  return path.flatMap((segment) => (segment !== '@' && 'Field' in segment ? [segment.Field] : []));
}

/** Places an error about `alias[index]...` at every entity that stands for that index, any other at `fallback`. */
function placeAmong(gathered: ReadonlyMap<string, GatheredEntities>, fallback: Path) {
  return (path: Path | undefined): readonly Path[] => {
    const [alias, index, ...tail] = path ?? [];
    const entities = typeof alias === 'string' ? gathered.get(alias) : undefined;
    const places = entities && typeof index === 'number' ? entities.pathsOf(index, tail) : [];
    return places.length > 0 ? places : [fallback];
  };
}

/** A fetch of more fields for entities that stand under one path. */
export function fetchEntities(
  path: readonly FlattenNodePathSegment[],
  node: FetchNode,
  satisfies: SatisfiesType,
): Step {
  const gather = entityGatherer([path], node, satisfies);
  const fallback = fieldsOf(path);
  return (execution) => {
    const gathered = gather(execution.root);
    if (gathered.representations.length === 0) return undefined;
    const place = (at: Path | undefined) => placeAmong(new Map([['_entities', gathered]]), fallback)(at);
    return callSubgraph(node, execution, place, { representations: gathered.representations }).then((answer) => {
      if (!answer) return;
      applyRewrites(answer, node.outputRewrites, satisfies);
      gathered.merge(answer['_entities']);
    });
  };
}

/** One request for several groups of entities of one subgraph, each group under an alias of its own. */
export function fetchEntityBatch(node: BatchFetchNode, satisfies: SatisfiesType): Step {
  const aliases = node.entityBatch.aliases.map((alias) => ({
    ...alias,
    gather: entityGatherer(alias.paths, alias, satisfies),
  }));
  const fallback = fieldsOf(aliases[0]?.paths[0] ?? []);
  return (execution) => {
    const gathered = new Map<string, GatheredEntities>();
    const variables: Record<string, ResultNode[]> = {};
    const offsets = new Map<string, number>();
    for (const { alias, representationsVariableName, gather } of aliases) {
      const entities = gather(execution.root);
      const list = (variables[representationsVariableName] ??= []);
      offsets.set(alias, list.length);
      gathered.set(alias, entities);
      list.push(...entities.representations);
    }
    if ([...gathered.values()].every((entities) => entities.representations.length === 0)) return undefined;
    const place = (at: Path | undefined) => placeAmong(shifted(gathered, offsets), fallback)(at);
    return callSubgraph(node, execution, place, variables).then((answer) => {
      if (!answer) return;
      for (const { alias, outputRewrites } of aliases) {
        const list = answer[alias];
        applyRewrites(list, outputRewrites, satisfies);
        if (Array.isArray(list)) gathered.get(alias)?.merge(list.slice(offsets.get(alias) ?? 0));
      }
    });
  };
}

/** Aliases may share one list of representations: an index counts from where the alias's own begin. */
function shifted(gathered: ReadonlyMap<string, GatheredEntities>, offsets: ReadonlyMap<string, number>) {
  const all = new Map<string, GatheredEntities>();
  for (const [alias, entities] of gathered) {
    const offset = offsets.get(alias) ?? 0;
    all.set(alias, {
      representations: entities.representations,
      merge: (list) => entities.merge(list),
      pathsOf: (index, tail) => entities.pathsOf(index - offset, tail),
    });
  }
  return all;
}
