import { type Clock, createLogger, fileClock, type Logger, SettingsRefused, systemClock } from '@countersign/platform';
import { demoClockFile } from '../demo/demo-clock-file.ts';
import type { Settings } from '../settings/read-server-settings.ts';
import { Closing } from './closing.ts';

/** What every part of one process stands on. */
export interface Ground {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly closing: Closing;
  /** How long to wait for a database or another part at the start: for ever when serving. */
  readonly patienceMs: number;
}

/** A command tells its user after this long that it cannot work. */
export const COMMAND_PATIENCE_MS = 15_000;

function clockOf(settings: Settings): Clock {
  const { COUNTERSIGN_CLOCK_FILE: file, COUNTERSIGN_DEMO: demo } = settings.values;
  if (file === undefined && !demo) return systemClock;
  const path = demoClockFile(settings);
  const clock = fileClock(path);
  try {
    clock.now();
  } catch {
    const problem = `COUNTERSIGN_CLOCK_FILE is wrong: ${path} must be a file that holds a whole number of milliseconds.`;
    throw new SettingsRefused([problem]);
  }
  return clock;
}

/** Prepares the ground; only a demo or a rehearsal has a clock that can be moved. */
export function layGround(settings: Settings, patienceMs = Number.POSITIVE_INFINITY): Ground {
  return {
    settings,
    logger: createLogger({ level: settings.values.COUNTERSIGN_LOG_LEVEL, part: settings.role }),
    clock: clockOf(settings),
    closing: new Closing(),
    patienceMs,
  };
}
