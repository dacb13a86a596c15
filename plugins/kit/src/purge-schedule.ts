/** For a plugin's `start` and `stop`: runs `purge` at once and then every hour until stopped. It never keeps a program alive. */
export function createPurgeSchedule(purge: () => Promise<void>): { start(): Promise<void>; stop(): Promise<void> } {
  let timer: ReturnType<typeof setInterval> | null = null;
  let running: Promise<void> = Promise.resolve();
  return {
    async start() {
      await purge();
      timer ??= setInterval(() => {
        // A failed purge leaves rows that the next one removes: nothing depends on its success.
        running = purge().catch(() => undefined);
      }, 3_600_000).unref();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      await running;
    },
  };
}
