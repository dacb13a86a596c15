import { sweepExpired } from './change-request/expire.ts';
import { applyDue } from './change-request/apply-due.ts';
import type { Parts } from './ports/parts.ts';

const LOOK_EVERY_MS = 1_000;
const FAILURES_KEPT_MS = 24 * 3_600_000;

/** One pass over what time brings: decided changes to apply, lapsed requests to end, old counts to drop. */
export async function runDueWork(parts: Parts): Promise<void> {
  await applyDue(parts);
  await sweepExpired(parts);
  const old = new Date(parts.clock.now().getTime() - FAILURES_KEPT_MS);
  await parts.store.change((unit) => unit.makerSessions.dropOlderThan(old));
}

/** Runs such passes until stopped, one at a time; a pass that fails is logged and followed by the next. */
export function startDueWork(parts: Parts): { stop(): Promise<void> } {
  let running = Promise.resolve();
  let isBusy = false;
  const pass = async (): Promise<void> => {
    try {
      await runDueWork(parts);
    } catch (error) {
      parts.logger.warn({ err: error }, 'due work could not be done, will try again');
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    running = pass();
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
