import { type Clock, createLogger, fileClock, type Logger, systemClock } from '@countersign/platform';
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
  return file !== undefined || demo ? fileClock(demoClockFile(settings)) : systemClock;
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
