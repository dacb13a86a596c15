/** A rest between two rounds of background work that somebody can end early; it never keeps a program alive. */
export interface WakeablePause {
  /** Resolves after so long, or as soon as it is woken. */
  rest(ms: number): Promise<void>;
  /** Ends the rest under way; without one it does nothing. */
  wake(): void;
}

/** One worker's pause: a round at a time rests on it. */
export function wakeablePause(): WakeablePause {
  let wake: () => void = () => undefined;
  return {
    rest: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        timer.unref();
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => wake(),
  };
}
