/** Thrown inside a transaction to undo it when a proof turned out not to count after all; caught right outside. */
export class ProofLost extends Error {
  readonly why: 'SPENT' | 'ACCOUNT';

  constructor(why: 'SPENT' | 'ACCOUNT') {
    super(`proof lost: ${why}`);
    this.name = 'ProofLost';
    this.why = why;
  }
}

/** Runs work that may lose its proof; the loss as a value, every other fault as it was. */
export async function orLost<T>(work: () => Promise<T>): Promise<T | ProofLost> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ProofLost) return cause;
    throw cause;
  }
}
