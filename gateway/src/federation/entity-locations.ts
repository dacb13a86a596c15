import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import type { ResultNode } from './execution.ts';
import { isResultNode } from './merge-result.ts';
import type { SatisfiesType } from './type-condition.ts';

/** An entity found in the tree and where it stands; `path` is a chain, so that nothing is copied unless an error needs it. */
export interface EntityLocation {
  readonly node: ResultNode;
  readonly path: PathChain | undefined;
}

interface PathChain {
  readonly key: string | number;
  readonly before: PathChain | undefined;
}

/** Writes a chain of path segments out from the root. */
export function pathOf(chain: PathChain | undefined): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = chain; at; at = at.before) path.push(at.key);
  return path.reverse();
}

/** Finds every entity under a planner's flatten path; arrays on the way are entered whether or not the path says so. */
export function findEntities(
  root: unknown,
  path: readonly FlattenNodePathSegment[],
  satisfies: SatisfiesType,
): EntityLocation[] {
  const found: EntityLocation[] = [];
  walk(root, 0, undefined);
  return found;

  function walk(value: unknown, depth: number, chain: PathChain | undefined): void {
    if (Array.isArray(value)) {
      const next = path[depth] === '@' ? depth + 1 : depth;
      for (let index = 0; index < value.length; index++) walk(value[index], next, { key: index, before: chain });
      return;
    }
    if (!isResultNode(value)) return;
    const segment = path[depth];
    if (segment === undefined) found.push({ node: value, path: chain });
    else if (segment === '@') return;
    else if ('Field' in segment) walk(value[segment.Field], depth + 1, { key: segment.Field, before: chain });
    else if (matches(value, segment.TypeCondition)) walk(value, depth + 1, chain);
  }

  function matches(value: ResultNode, conditions: readonly string[]): boolean {
    return value['__typename'] === undefined || satisfies(value['__typename'], conditions);
  }
}
