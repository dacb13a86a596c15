/** Lets one piece of work run at a time, in the order of asking. */
export class TurnQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  /** Resolves when everything asked for so far is over. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
