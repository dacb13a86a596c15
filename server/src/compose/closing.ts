import type { Logger } from '@countersign/platform';

/** What was opened is closed in the opposite order, so that nothing loses what it stands on while it still works. */
export class Closing {
  readonly #steps: { readonly name: string; readonly close: () => Promise<void> }[] = [];

  add(name: string, close: () => Promise<void>): void {
    this.#steps.push({ name, close });
  }

  /** Closes everything; one part that fails to close does not keep the others open. */
  async run(logger: Logger): Promise<void> {
    for (const { name, close } of this.#steps.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        logger.error({ err: error, closing: name }, 'did not close cleanly');
      }
    }
  }
}
