/** A map that forgets what was used least recently once it holds too many entries or too much weight. */
export interface RecentCache<T> {
  get(key: string): T | undefined;
  set(key: string, value: T, weight: number): void;
  delete(key: string): void;
}

/** Bounded in entries and in weight, so that no caller can fill memory with distinct keys. */
export function recentCache<T>(limit: { readonly entries: number; readonly weight: number }): RecentCache<T> {
  const entries = new Map<string, { readonly value: T; readonly weight: number }>();
  let weight = 0;

  function remove(key: string): void {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    weight -= entry.weight;
  }

  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      // Re-inserting on every read would cost more than it saves; only a cache that is filling up needs the order.
      if (entries.size * 2 > limit.entries || weight * 2 > limit.weight) {
        entries.delete(key);
        entries.set(key, entry);
      }
      return entry.value;
    },
    set(key, value, weightOfEntry) {
      if (weightOfEntry > limit.weight) return;
      remove(key);
      entries.set(key, { value, weight: weightOfEntry });
      weight += weightOfEntry;
      for (const oldest of entries.keys()) {
        if (entries.size <= limit.entries && weight <= limit.weight) break;
        remove(oldest);
      }
    },
    delete: remove,
  };
}
