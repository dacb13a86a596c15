/** Thrown when something did not answer in the time it was given. */
export class PatienceEnded extends Error {
  constructor(what: string, ms: number) {
    super(`${what} gave no answer within ${ms} ms.`);
    this.name = 'PatienceEnded';
  }
}

/**
 * Waits no longer than `ms`. When this process itself was too busy to look (the timer came late), the other side gets a
 * second look, since its answer may be waiting unread. The late outcome goes to `late`, never to an unhandled rejection.
 */
export function within<T>(ms: number, what: string, promise: Promise<T>, late?: (value: T) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let over = false;
    let timer: NodeJS.Timeout;
    const arm = (delay: number, mayRearm: boolean): void => {
      const armed = performance.now();
      timer = setTimeout(() => {
        const behind = performance.now() - armed - delay;
        if (mayRearm && behind > delay / 4) return arm(Math.min(delay, 500), false);
        setImmediate(() => {
          if (over) return;
          over = true;
          reject(new PatienceEnded(what, ms));
        });
      }, delay);
    };
    arm(ms, true);
    promise.then(
      (value) => {
        clearTimeout(timer);
        if (over) return late?.(value);
        over = true;
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        if (over) return;
        over = true;
        reject(error);
      },
    );
  });
}
