import { AsyncLocalStorage } from 'node:async_hooks';

/** Notices a database being asked from inside its own unit of work, which would wait for itself or see another snapshot. */
export class OwnTurn {
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();

  refuseInside(): void {
    if (this.#inside.getStore()?.open === true) {
      throw new Error(
        'The database was called from inside its own transaction; use the transaction that was handed in.',
      );
    }
  }

  async enter<T>(work: () => Promise<T>): Promise<T> {
    const turn = { open: true };
    try {
      return await this.#inside.run(turn, work);
    } finally {
      turn.open = false;
    }
  }
}
