import { renameSync, writeFileSync } from 'node:fs';

/** The time of a whole stack: every program of it adds the offset in this file to the system time. */
export interface ClockControl {
  readonly path: string;
  now(): Date;
  set(at: string | Date): void;
  advance(duration: {
    readonly seconds?: number;
    readonly minutes?: number;
    readonly hours?: number;
    readonly ms?: number;
  }): void;
}

/** Starts at `at`; instants without a zone are not accepted, so that Hong Kong time is always written as `+08:00`. */
export function clockControl(path: string, at: string): ClockControl {
  let offset = 0;
  const write = (next: number) => {
    offset = Math.round(next);
    // Renamed into place: a program that reads meanwhile never sees half a number.
    writeFileSync(`${path}.next`, String(offset));
    renameSync(`${path}.next`, path);
  };
  const set = (instant: string | Date) => {
    if (typeof instant === 'string' && !/(Z|[+-]\d\d:\d\d)$/.test(instant)) throw new Error(`No zone: ${instant}`);
    write(new Date(instant).getTime() - Date.now());
  };
  set(at);
  return {
    path,
    now: () => new Date(Date.now() + offset),
    set,
    advance: ({ hours = 0, minutes = 0, seconds = 0, ms = 0 }) =>
      write(offset + ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms),
  };
}
