import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { DependencyUnavailable } from '../faults/fault.ts';
import { isConflict, isOutOfReach, StatementFailed } from './statement-failed.ts';
import { PatienceEnded } from './within.ts';

const REPEATS = 3;

/** The engine lost a race for this transaction as a whole; nothing of it was kept. */
export class Conflict extends Error {
  constructor(cause: StatementFailed) {
    super('The transaction was rolled back in favour of another.', { cause });
    this.name = 'Conflict';
  }
}

/** What a failure inside a unit of work means to the caller. */
export function judge(error: unknown): unknown {
  if (error instanceof PatienceEnded) return new DependencyUnavailable('database', error);
  if (!(error instanceof StatementFailed)) return error;
  if (isConflict(error)) return new Conflict(error);
  return isOutOfReach(error) ? new DependencyUnavailable('database', error) : error;
}

/** Repeats a whole transaction up to 3 times when the engine gave way to another one, after a random pause (threats 3: 1213, 1205, 1020). */
export async function repeatOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let repeat = 0; ; repeat++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      if (repeat === REPEATS) throw new DependencyUnavailable('database', error);
      await wait(randomInt(5, 20) * 2 ** repeat);
    }
  }
}
