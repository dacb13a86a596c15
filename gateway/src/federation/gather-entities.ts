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

export type GatherEntities = (root: ResultNode) => GatheredEntities;

/** Prepares the gathering of entities under one or more paths. */
export function entityGatherer(
  paths: readonly (readonly FlattenNodePathSegment[])[],
  node: { readonly requires?: readonly RequiresSelection[]; readonly inputRewrites?: readonly InputRewrite[] },
  satisfies: SatisfiesType,
): GatherEntities {
  const represent = representation(node.requires ?? [], satisfies);
  return (root) => {
    const gathered = new Gathered();
    for (const path of paths) {
      for (const place of findEntities(root, path, satisfies)) {
        const represented = represent(place.node);
        if (!represented) continue;
        applyRewrites(represented, node.inputRewrites, satisfies);
        gathered.add(place, represented);
      }
    }
    return gathered;
  };
}

/** A class, because one is made for every fetch of every request. */
class Gathered implements GatheredEntities {
  readonly representations: ResultNode[] = [];
  readonly #places: EntityLocation[] = [];
  readonly #indexes: number[] = [];
  #indexByKey: Map<string, number> | undefined;

  add(place: EntityLocation, represented: ResultNode): void {
    this.#places.push(place);
    this.#indexes.push(this.#indexOf(represented));
  }

  #indexOf(represented: ResultNode): number {
    const [first] = this.representations;
    if (!first) return this.representations.push(represented) - 1;
    this.#indexByKey ??= new Map([[JSON.stringify(first), 0]]);
    const key = JSON.stringify(represented);
    let index = this.#indexByKey.get(key);
    if (index === undefined) {
      index = this.representations.push(represented) - 1;
      this.#indexByKey.set(key, index);
    }
    return index;
  }

  merge(entities: unknown): void {
    if (!Array.isArray(entities)) return;
    for (const [at, place] of this.#places.entries()) {
      const entity: unknown = entities[this.#indexes[at] ?? -1];
      if (isResultNode(entity)) mergeResult(place.node, entity);
    }
  }

  pathsOf(index: number, tail: Path): readonly Path[] {
    return this.#places.filter((_, at) => this.#indexes[at] === index).map((place) => [...pathOf(place.path), ...tail]);
  }
}
