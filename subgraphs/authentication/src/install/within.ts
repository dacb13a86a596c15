/** The wait is counted in so many turns of this process's own. */
const TURNS = 5;

/**
 * The work's result, or a rejection when it takes longer than that; the work itself cannot be stopped, only no longer waited
 * for. Time in which this process did not come to look counts for one turn, however long it was: a flood that keeps it busy
 * leaves answers unread, and must not be taken for a plugin that hangs (O14).
 */
export async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const wait = (turns: number) => {
    timer = setTimeout(() => {
      if (turns > 1) wait(turns - 1);
      else reject(new Error(`no answer within ${ms} ms`));
    }, ms / TURNS);
  };
  wait(TURNS);
  try {
    return await Promise.race([work(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
