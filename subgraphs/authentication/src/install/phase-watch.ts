import type { Phase } from '@countersign/authenticator-kit';
import { type Logger, wakeablePause } from '@countersign/platform';

/** Looks at the phase in force while the subgraph runs, so that plugins follow it when nobody asks for anything. */
export interface PhaseWatch {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Each look tells the phase to `follow`; a phase other than the last is told to `changed` as well, until that succeeds. When
 * the phase cannot be read nothing is told: every request reads it for itself and is refused without it.
 */
export function phaseWatch(parts: {
  readonly phase: () => Promise<Phase>;
  readonly follow: (phase: Phase) => Promise<void>;
  readonly changed: (phase: Phase) => Promise<unknown>;
  readonly everyMs: number;
  readonly logger: Logger;
}): PhaseWatch {
  const pause = wakeablePause();
  let stopped = true;
  let blind = false;
  let told: Phase | null = null;
  let running: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    try {
      const phase = await parts.phase();
      await parts.follow(phase);
      if (phase !== told) await parts.changed(phase);
      told = phase;
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
