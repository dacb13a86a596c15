import type { Clock, Database, Logger } from '@countersign/platform';
import { type Retention, sweep } from './sweep.ts';

/** Sweeps now and then while the subgraph runs. */
export interface Sweeper {
  start(): void;
  stop(): Promise<void>;
}

const batch = 500;

/** A sweep a while after the start and then every hour; it never keeps a program alive, and several instances may sweep at once. */
export function sweeper(parts: {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retention: Retention;
  readonly firstAfterMs?: number;
  readonly everyMs?: number;
}): Sweeper {
  const { database, clock, logger, retention, firstAfterMs = 60_000, everyMs = 3_600_000 } = parts;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let stopped = true;

  async function once(): Promise<void> {
    try {
      const run = { now: clock.now().getTime(), batch, goOn: () => !stopped };
      const swept = await sweep(database, retention, run);
      if (Object.values(swept).some((count) => count > 0)) logger.info({ swept }, 'removed what is kept no longer');
    } catch (cause) {
      // Nothing depends on it: the next sweep removes what this one left.
      logger.warn({ err: cause }, 'a sweep failed, the next one will go on');
    }
  }
  function next(afterMs: number): void {
    timer = setTimeout(() => {
      running = round();
    }, afterMs).unref();
  }
  async function round(): Promise<void> {
    await once();
    if (!stopped) next(everyMs);
  }
  return {
    start() {
      stopped = false;
      next(firstAfterMs);
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
