import { Fault } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';

/** Runs work, or refuses it before it began. */
export type FewAtOnce = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * At most `most` at once; whoever comes on top hears TOO_BUSY before anything was read, counted or compared. A flood of
 * passwords then costs the process little more than reading them, and whoever has a session does not wait behind it (L3).
 */
export function fewAtOnce(most: number): FewAtOnce {
  let running = 0;
  return async (work) => {
    if (running >= most) throw new Fault('TOO_BUSY', errorCodes.TOO_BUSY);
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  };
}
