import type { Ports } from '../ports.ts';

/** The volatile port over a map, with a view of everything stored. Each operation is one synchronous step, hence atomic. */
export interface MapVolatile {
  readonly port: Ports['volatile'];
  /** Keys and values as stored now. */
  dump(): string;
}

interface Entry {
  readonly value: string;
  readonly endsAt: number;
}

/** The documented meaning of the port: lifetimes counted by the clock, windows that refuse without counting. */
export function mapVolatile(clock: { now(): Date }): MapVolatile {
  const entries = new Map<string, Entry>();
  const windows = new Map<string, { count: number; readonly endsAt: number }>();
  const now = () => clock.now().getTime();
  const live = (key: string) => {
    const entry = entries.get(key);
    return entry !== undefined && entry.endsAt > now() ? entry.value : null;
  };
  const store = (key: string, value: string, ttlMs: number) => entries.set(key, { value, endsAt: now() + ttlMs });

  return {
    port: {
      get: async (key) => live(key),
      set: async (key, value, { ttlMs }) => void store(key, value, ttlMs),
      setIfAbsent: async (key, value, { ttlMs }) => live(key) === null && store(key, value, ttlMs) !== undefined,
      replaceIfEqual: async (key, expected, value, { ttlMs }) =>
        live(key) === expected && store(key, value, ttlMs) !== undefined,
      take: async (key) => {
        const value = live(key);
        entries.delete(key);
        return value;
      },
      delete: async (key) => void entries.delete(key),
      countUp: async (key, { limit, windowMs }) => {
        const standing = windows.get(key);
        const window =
          standing !== undefined && standing.endsAt > now() ? standing : { count: 0, endsAt: now() + windowMs };
        windows.set(key, window);
        const allowed = window.count < limit;
        if (allowed) window.count += 1;
        return { allowed, count: window.count, resetsInMs: window.endsAt - now() };
      },
    },
    dump: () =>
      JSON.stringify(
        [...entries].map(([key, { value }]) => [key, value]).concat([...windows.keys()].map((key) => [key])),
      ),
  };
}
