import type { SubgraphContext } from '@countersign/platform';

/** Reads many things by key at once, for one operation. */
type Load<T> = (context: SubgraphContext, keys: readonly string[]) => Promise<ReadonlyMap<string, T>>;

/**
 * Gathers the keys that one operation asks for in the same turn into one load: 50 references cost one statement.
 * Nothing is kept between operations, so rights are always those of this instant.
 */
export function gathered<T>(load: Load<T>): (context: SubgraphContext, key: string) => Promise<T | null> {
  const open = new WeakMap<
    SubgraphContext,
    { readonly keys: Set<string>; readonly loaded: Promise<ReadonlyMap<string, T>> }
  >();
  return async (context, key) => {
    let turn = open.get(context);
    if (turn === undefined) {
      const keys = new Set<string>();
      const loaded = Promise.resolve().then(() => {
        open.delete(context);
        return load(context, [...keys]);
      });
      turn = { keys, loaded };
      open.set(context, turn);
    }
    turn.keys.add(key);
    return (await turn.loaded).get(key) ?? null;
  };
}
