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
}

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
export function layGround(settings: Settings): Ground {
  return {
    settings,
    logger: createLogger({ level: settings.values.COUNTERSIGN_LOG_LEVEL, part: settings.role }),
    clock: clockOf(settings),
    closing: new Closing(),
  };
}
