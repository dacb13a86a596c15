import { Pool } from 'undici';

/** A call that waits this long makes its caller look whether the part lives at all. */
const LOOK_AFTER_MS = 700;
/** With the look's own time a refusal comes within the 2 s in which it is promised. */
const LIVE_MS = 1_000;

/** Tells a part that takes its time from one that is not there: frozen, cut off, or gone without a word. */
export interface PartWatch {
  /**
   * Makes a call and breaks it off once the part no longer says that it lives. While a part is known to be silent a call
   * waits for one look, which all callers share, and is made only if it answers: so it recovers by itself.
   */
  guard<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Watches the part at this address. It is asked only while somebody waits for it. */
export function watchPart(origin: string): PartWatch {
  // Connections of its own: the calls that hang may hold all others.
  const pool = new Pool(origin, { connections: 1, connect: { timeout: LIVE_MS } });
  let silent = false;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    try {
      const { body } = await pool.request({ path: '/livez', method: 'GET', signal: AbortSignal.timeout(LIVE_MS) });
      await body.dump();
      silent = false;
    } catch {
      silent = true;
    }
  }
  const isSilent = async (): Promise<boolean> => {
    looking ??= look().finally(() => (looking = undefined));
    await looking;
    return silent;
  };

  return {
    async guard(call) {
      if (silent && (await isSilent())) throw new Error('The part is silent.');
      const over = new AbortController();
      const timer = setInterval(
        () =>
          void isSilent().then((gone) => {
            if (gone) over.abort(new Error('The part fell silent.'));
          }),
        LOOK_AFTER_MS,
      );
      try {
        return await call(over.signal);
      } finally {
        clearInterval(timer);
      }
    },
    close: () => pool.destroy(),
  };
}
