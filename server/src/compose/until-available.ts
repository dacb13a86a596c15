import { setTimeout as pause } from 'node:timers/promises';
import { DependencyUnavailable } from '@countersign/platform';
import type { Ground } from './ground.ts';

const PAUSE_MS = 500;

/** Does the work as soon as what it depends on answers: processes and servers may start together, in any order. */
export async function untilAvailable<T>(ground: Ground, what: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DependencyUnavailable)) throw error;
      ground.logger.info({ what, waitingFor: error.detail }, 'waiting for another part');
      await pause(PAUSE_MS);
    }
  }
}
