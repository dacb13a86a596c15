import { setTimeout as pause } from 'node:timers/promises';
import { DependencyUnavailable, Fault } from '@countersign/platform';
import type { Ground } from './ground.ts';

const PAUSE_MS = 500;
/** Waiting is said at once and then this often, so that it is seen without filling the log. */
const SAY_EVERY_MS = 30_000;

/**
 * Does the work as soon as what it depends on answers: processes and servers may start together, in any order. A command,
 * which somebody is looking at, gives up after the ground's patience.
 */
export async function untilAvailable<T>(ground: Ground, what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  for (let said = -Infinity; ; await pause(PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DependencyUnavailable)) throw error;
      const waited = performance.now() - began;
      if (waited > ground.patienceMs) {
        const hint = 'Check that its server runs and that the settings of its address are right.';
        throw new Fault(error.code, `The ${what} could not be reached within ${ground.patienceMs / 1_000} s. ${hint}`, {
          cause: error,
        });
      }
      if (waited - said < SAY_EVERY_MS) continue;
      said = waited;
      ground.logger.warn({ what, waitingFor: error.detail, err: error.cause }, 'waiting: out of reach, trying on');
    }
  }
}
