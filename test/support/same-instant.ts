/** Starts every call before any is answered and gives the answers in order; a rejected call rejects the whole. */
export function atOnce<T>(count: number, call: (index: number) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}

/** Like `atOnce`; a call that the product was too busy to take, which decides nothing, counts as `busy`. */
export function race<T>(count: number, call: (index: number) => Promise<T>, busy: T): Promise<readonly T[]> {
  return atOnce(count, (index) =>
    call(index).catch((error: unknown) => {
      if (String(error).includes('DEPENDENCY_UNAVAILABLE')) return busy;
      throw error;
    }),
  );
}

/** How often each value occurs. */
export function tally(values: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
