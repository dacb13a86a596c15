import { readFileSync } from 'node:fs';
import type { Clock } from './clock.ts';
import { systemClock } from './system-clock.ts';

function offsetIn(path: string): number {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  const offset = Number(text === '' ? '0' : text);
  if (!Number.isSafeInteger(offset)) throw new Error('The clock file must hold a whole number of milliseconds.');
  return offset;
}

/** System time plus the milliseconds written in a file, read at each call, so that one file moves several processes together. */
export function fileClock(path: string): Clock {
  return { now: () => new Date(systemClock.now().getTime() + offsetIn(path)) };
}
