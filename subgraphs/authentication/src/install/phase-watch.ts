import type { Phase } from '@countersign/authenticator-kit';
import { type Logger, wakeablePause } from '@countersign/platform';

/** Looks at the phase in force while the subgraph runs, so that plugins follow it when nobody asks for anything. */
export interface PhaseWatch {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Each look tells the phase to `follow`; a change since the last look is told to `changed` as well, until that succeeds. When
 * the phase cannot be read nothing is told: every request reads it for itself and is refused without it.
 */
export function phaseWatch(parts: {
  readonly phase: () => Promise<Phase>;
  /** Answers how many changes were seen by now, be it here or by a request between two looks. */
  readonly follow: (phase: Phase) => Promise<number>;
  readonly changed: (phase: Phase) => Promise<unknown>;
  readonly everyMs: number;
  readonly logger: Logger;
}): PhaseWatch {
  const pause = wakeablePause();
  let stopped = true;
  let blind = false;
  let told = 0;
  let running: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    try {
      const phase = await parts.phase();
      const seen = await parts.follow(phase);
      if (seen !== told) await parts.changed(phase);
      told = seen;
      blind = false;
    } catch (cause) {
      if (!blind) parts.logger.warn({ err: cause }, 'the phase in force could not be followed, will try again');
      blind = true;
    }
  }
  async function loop(): Promise<void> {
    while (!stopped) {
      await look();
      if (!stopped) await pause.rest(parts.everyMs);
    }
  }
  return {
    start() {
      stopped = false;
      running = loop();
    },
    async stop() {
      stopped = true;
      pause.wake();
      await running;
    },
  };
}
