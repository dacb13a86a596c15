import type { Clock } from '../clock/clock.ts';
import type { Allowance, Lifetime, VolatileStore } from './volatile-store.ts';

interface Entry {
  readonly value: string;
  readonly count: number;
  readonly expiresAt: number;
}

/** After this many writes the dead are swept out, so that memory follows what is alive. */
const SWEEP_EVERY = 1_000;

/** The volatile store of a single process. Every operation runs to its end before the next begins. */
export function memoryVolatileStore(options: { readonly clock: Clock }): VolatileStore {
  const entries = new Map<string, Entry>();
  let writes = 0;

  const now = (): number => options.clock.now().getTime();
  const alive = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || entry.expiresAt > now()) return entry;
    entries.delete(key);
    return undefined;
  };
  const sweep = (): void => {
    if (++writes % SWEEP_EVERY !== 0) return;
    for (const key of entries.keys()) alive(key);
  };
  const put = (key: string, value: string, lifetime: Lifetime): void => {
    sweep();
    entries.set(key, { value, count: 0, expiresAt: now() + lifetime.ttlMs });
  };
  const countUp = (key: string, window: { readonly limit: number; readonly windowMs: number }): Allowance => {
    sweep();
    const current = alive(key) ?? { value: '', count: 0, expiresAt: now() + window.windowMs };
    const allowed = current.count < window.limit;
    const next = allowed ? { ...current, count: current.count + 1 } : current;
    if (allowed) entries.set(key, next);
    return { allowed, count: next.count, resetsInMs: next.expiresAt - now() };
  };
  const giveBack = (key: string): void => {
    const current = alive(key);
    if (current !== undefined && current.count > 0) entries.set(key, { ...current, count: current.count - 1 });
  };

  return {
    get: async (key) => alive(key)?.value ?? null,
    set: async (key, value, lifetime) => put(key, value, lifetime),
    async setIfAbsent(key, value, lifetime) {
      if (alive(key)) return false;
      put(key, value, lifetime);
      return true;
    },
    async replaceIfEqual(key, expected, value, lifetime) {
      if (alive(key)?.value !== expected) return false;
      put(key, value, lifetime);
      return true;
    },
    async take(key) {
      const value = alive(key)?.value ?? null;
      entries.delete(key);
      return value;
    },
    delete: async (key) => void entries.delete(key),
    countUp: async (key, window) => countUp(key, window),
    giveBack: async (key) => giveBack(key),
    ping: async () => {},
    close: async () => entries.clear(),
  };
}
