import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner';
import type { ResultNode } from './execution.ts';
import { isResultNode } from './merge-result.ts';
import type { SatisfiesType } from './type-condition.ts';

type Change = (parent: ResultNode, key: string) => void;

function changeOf(rewrite: FetchRewrite): { path: readonly FetchNodePathSegment[]; change: Change } {
  if ('KeyRenamer' in rewrite) {
    const { path, renameKeyTo } = rewrite.KeyRenamer;
    return {
      path,
      change: (parent, key) => {
        if (!(key in parent)) return;
        parent[renameKeyTo] = parent[key];
        delete parent[key];
      },
    };
  }
  const setter = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
  return { path: setter.path, change: (parent, key) => void (parent[key] = setter.setValueTo) };
}

/** Applies the planner's renames in place: internal aliases get the client's names back before anything else reads them. */
export function applyRewrites(
  tree: unknown,
  rewrites: readonly FetchRewrite[] | undefined,
  satisfies: SatisfiesType,
): void {
  for (const rewrite of rewrites ?? []) {
    const { path, change } = changeOf(rewrite);
    walk(tree, path, change, satisfies);
  }
}

function walk(value: unknown, path: readonly FetchNodePathSegment[], change: Change, satisfies: SatisfiesType): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, path, change, satisfies);
    return;
  }
  const [segment, ...rest] = path;
  if (!segment || !isResultNode(value)) return;
  if ('TypenameEquals' in segment) {
    if (value['__typename'] === undefined || satisfies(value['__typename'], segment.TypenameEquals))
      walk(value, rest, change, satisfies);
  } else if (rest.length === 0) change(value, segment.Key);
  else walk(value[segment.Key], rest, change, satisfies);
}
