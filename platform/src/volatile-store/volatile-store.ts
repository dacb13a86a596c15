export interface Lifetime {
  readonly ttlMs: number;
}

/** The outcome of taking one unit from a bounded window. */
export interface Allowance {
  /** False when the window was already full: nothing was counted. */
  readonly allowed: boolean;
  readonly count: number;
  /** Milliseconds until the window ends by itself. */
  readonly resetsInMs: number;
}

/**
 * Short-lived state: flows, code hashes, short-window limits. Each operation is atomic on its own.
 * Losing or rewinding this store must never accept a used code or revive a session: such decisions are
 * guarded database writes. Every operation answers within 300 ms, unless configured longer, or throws DependencyUnavailable (fail closed).
 * Keys of one flow share a hash tag, e.g. `{flow:ID}:state`, so that a cluster keeps them on one node.
 */
export interface VolatileStore {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, lifetime: Lifetime): Promise<void>;
  /** Stores only when the key is free; true when this caller won. */
  setIfAbsent(key: string, value: string, lifetime: Lifetime): Promise<boolean>;
  /** Compare-and-set: replaces only when the stored value equals `expected`; true when this caller won. */
  replaceIfEqual(key: string, expected: string, value: string, lifetime: Lifetime): Promise<boolean>;
  /** Reads and deletes in one step. */
  take(key: string): Promise<string | null>;
  delete(key: string): Promise<void>;
  /** Takes one unit from a window of `limit` units; check, count and expiry are one step. */
  countUp(key: string, window: { readonly limit: number; readonly windowMs: number }): Promise<Allowance>;
  /** Gives one unit back to a window that still runs, never below none: what was taken turned out not to count. */
  giveBack(key: string): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
