interface Range {
  readonly first: number;
  readonly last: number;
}

/** Which numbers were met, kept as ranges: what comes in order needs next to no memory, however much it is. */
export class TakenNumbers {
  readonly #ranges: Range[] = [];

  take(number: number): void {
    const at = this.#firstAfter(number);
    const [before, next] = [this.#ranges[at - 1], this.#ranges[at]];
    if (before !== undefined && number <= before.last) return;
    const joined = [before?.last === number - 1 ? before : null, next?.first === number + 1 ? next : null].flatMap(
      (range) => range ?? [],
    );
    const first = Math.min(number, ...joined.map((range) => range.first));
    const last = Math.max(number, ...joined.map((range) => range.last));
    const from = joined[0] === before && before !== undefined ? at - 1 : at;
    this.#ranges.splice(from, joined.length, { first, last });
  }

  /** What is missing between the lowest and the highest number that were met. */
  gaps(): readonly Range[] {
    return this.#ranges
      .slice(1)
      .map(({ first }, at) => ({ first: (this.#ranges[at]?.last ?? 0) + 1, last: first - 1 }));
  }

  /** The place of the first range that begins after a number. */
  #firstAfter(number: number): number {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#ranges[middle]?.first ?? 0) > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
