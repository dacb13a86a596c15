import type { SubgraphContext } from '@countersign/platform';

interface Batch<Value> {
  readonly keys: Set<string>;
  readonly found: Promise<ReadonlyMap<string, Value>>;
}

/** Gathers the keys that one operation asks for in one turn into one read, so that a list of entities costs one query. */
export function batch<Value>(
  load: (keys: readonly string[], context: SubgraphContext) => Promise<ReadonlyMap<string, Value>>,
): (key: string, context: SubgraphContext) => Promise<Value | undefined> {
  const open = new WeakMap<SubgraphContext, Batch<Value>>();
  const begin = (context: SubgraphContext): Batch<Value> => {
    const keys = new Set<string>();
    const found = Promise.resolve().then(() => {
      open.delete(context);
      return load([...keys], context);
    });
    const begun = { keys, found };
    open.set(context, begun);
    return begun;
  };
  return async (key, context) => {
    const current = open.get(context) ?? begin(context);
    current.keys.add(key);
    return (await current.found).get(key);
  };
}
