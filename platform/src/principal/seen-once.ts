/** Remembers names for a while and tells whether one comes for the first time. Memory is bounded by the rate of a single life. */
export class SeenOnce {
  readonly #lifeMs: number;
  #young = new Set<string>();
  #old = new Set<string>();
  #turnedAt = 0;

  constructor(lifeMs: number) {
    this.#lifeMs = lifeMs;
  }

  first(name: string, now: number): boolean {
    if (now - this.#turnedAt > this.#lifeMs) {
      // Two generations: each name is kept for one life at least and two at most.
      this.#old = now - this.#turnedAt > 2 * this.#lifeMs ? new Set() : this.#young;
      this.#young = new Set();
      this.#turnedAt = now;
    }
    if (this.#young.has(name) || this.#old.has(name)) return false;
    this.#young.add(name);
    return true;
  }
}
