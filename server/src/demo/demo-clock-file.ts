import path from 'node:path';
import type { Settings } from '../settings/read-server-settings.ts';

/** The file that moves a demo's clock: the configured one, else one in the data folder. */
export function demoClockFile({ values }: Settings): string {
  return values.COUNTERSIGN_CLOCK_FILE ?? path.join(values.COUNTERSIGN_DATA_DIR, 'clock-offset');
}
