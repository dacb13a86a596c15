import type { PluginTransaction } from './ports.ts';

/** Optional capability of a plugin whose secrets the host hands out: several at a time, shown once (recovery codes). */
export interface Issuance {
  /**
   * Makes a new set and ends the one before, in the host's transaction: if that is undone, the former set still counts. What
   * it answers is shown to the person once and kept nowhere.
   */
  issue(tx: PluginTransaction, profileUuid: string): Promise<readonly string[]>;
  /** How many of a person's newest set are still good; 0 for a person without one. */
  left(tx: PluginTransaction, profileUuid: string): Promise<number>;
}
