import { applyDue } from './change-request/apply-due.ts';
import { sweepExpired } from './change-request/expire.ts';
import { reviewPhase } from './change-request/review-phase.ts';
import { tellWaiting } from './change-request/tell-waiting.ts';
import type { Parts } from './ports/parts.ts';

const LOOK_EVERY_MS = 1_000;
const FORGET_EVERY_MS = 3_600_000;
const FAILURES_KEPT_MS = 24 * 3_600_000;

/** One pass over what time brings: decided changes to apply, lapsed requests to end, phases to obey, checkers to tell. */
export async function runDueWork(parts: Parts): Promise<void> {
  await applyDue(parts);
  await sweepExpired(parts);
  await reviewPhase(parts);
  await tellWaiting(parts);
}

/** Drops failure counts of makers' sessions that ended long ago; no session lives that long (SE2). */
async function forgetOldFailures(parts: Parts): Promise<void> {
  const old = new Date(parts.clock.now().getTime() - FAILURES_KEPT_MS);
  await parts.store.change((unit) => unit.makerSessions.dropOlderThan(old));
}

/** Repeats work in turns, never two at once; a turn that fails is logged and followed by the next. */
function repeat(parts: Parts, everyMs: number, work: (parts: Parts) => Promise<void>): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  const turn = async (): Promise<void> => {
    try {
      await work(parts);
    } catch (error) {
      parts.logger.warn({ err: error }, 'due work could not be done, will try again');
    } finally {
      running = null;
    }
  };
  const timer = setInterval(() => {
    running ??= turn();
  }, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Runs the timed work of this subgraph until stopped. */
export function startDueWork(parts: Parts): { stop(): Promise<void> } {
  const repeated = [repeat(parts, LOOK_EVERY_MS, runDueWork), repeat(parts, FORGET_EVERY_MS, forgetOldFailures)];
  return {
    async stop() {
      await Promise.all(repeated.map((each) => each.stop()));
    },
  };
}
