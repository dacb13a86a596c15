/** A clock that moves only when told to. */
export interface SetClock {
  now(): Date;
  advance(milliseconds: number): void;
}

/** Starts at a fixed instant, so that every run of a suite sees the same time. */
export function setClock(start: string): SetClock {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    advance(milliseconds) {
      at += milliseconds;
    },
  };
}
