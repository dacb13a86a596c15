import { AuthenticatorFault } from '@countersign/authenticator-kit';
import { errorCodes } from './error-codes.ts';

/** Runs costly work a few at a time. */
export type HashingQueue = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * At most `running` at once and at most `waiting` in line; beyond that it refuses at once with TOO_BUSY. Hashing does not
 * throttle itself, and a flood of wrong passwords must not take the memory or the time of everything else (P3).
 */
export function createHashingQueue(limits: { readonly running: number; readonly waiting: number }): HashingQueue {
  let running = 0;
  const line: (() => void)[] = [];

  return async (work) => {
    if (running >= limits.running) {
      if (line.length >= limits.waiting) throw new AuthenticatorFault('TOO_BUSY', errorCodes.TOO_BUSY);
      // The one who finishes hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve) => line.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
