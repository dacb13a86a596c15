import { readFileSync } from 'node:fs';
import { type Clock, systemClock } from './system-clock.ts';

/** The PC's time moved by the milliseconds in a file, as a demonstration's server moves its own; an absent file moves nothing. */
export function fileClock(file: string): Clock {
  const offset = (): number => {
    try {
      return Number(readFileSync(file, 'utf8').trim()) || 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
  };
  return { now: () => new Date(systemClock.now().getTime() + offset()) };
}
