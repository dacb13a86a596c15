import type { FlattenNodePathSegment, InputRewrite, RequiresSelection } from '@graphql-hive/router-query-planner';
import { type EntityLocation, findEntities, pathOf } from './entity-locations.ts';
import type { ResultNode } from './execution.ts';
import { isResultNode, mergeResult } from './merge-result.ts';
import { representation } from './representation.ts';
import { applyRewrites } from './rewrite.ts';
import type { SatisfiesType } from './type-condition.ts';

type Path = readonly (string | number)[];

/** The entities one fetch is about: each asked for once, however often it stands in the tree. */
export interface GatheredEntities {
  readonly representations: readonly ResultNode[];
  /** Merges the subgraph's entities, in the order asked, into every place that named them. */
  merge(entities: unknown): void;
  /** Every place in the client's answer where the entity of that index stands. */
  pathsOf(index: number, tail: Path): readonly Path[];
}

/** Prepares the gathering of entities under one or more paths. */
export function entityGatherer(
  paths: readonly (readonly FlattenNodePathSegment[])[],
  requires: readonly RequiresSelection[],
  inputRewrites: readonly InputRewrite[] | undefined,
  satisfies: SatisfiesType,
): (root: ResultNode, into?: ResultNode[]) => GatheredEntities {
  const represent = representation(requires, satisfies);
  return (root) => {
    const representations: ResultNode[] = [];
    const places: { at: EntityLocation; index: number }[] = [];
    const indexByKey = new Map<string, number>();
    for (const path of paths) {
      for (const at of findEntities(root, path, satisfies)) {
        const represented = represent(at.node);
        if (!represented) continue;
        applyRewrites(represented, inputRewrites, satisfies);
        const key = JSON.stringify(represented);
        let index = indexByKey.get(key);
        if (index === undefined) {
          index = representations.push(represented) - 1;
          indexByKey.set(key, index);
        }
        places.push({ at, index });
      }
    }
    return {
      representations,
      merge: (entities) => mergeInto(places, entities),
      pathsOf: (index, tail) =>
        places.filter((place) => place.index === index).map((place) => [...pathOf(place.at.path), ...tail]),
    };
  };
}

function mergeInto(places: readonly { at: EntityLocation; index: number }[], entities: unknown): void {
  if (!Array.isArray(entities)) return;
  for (const { at, index } of places) {
    const entity: unknown = entities[index];
    if (isResultNode(entity)) mergeResult(at.node, entity);
  }
}
