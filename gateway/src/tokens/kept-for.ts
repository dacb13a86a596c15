import type { Clock } from '@countersign/platform';

/** Asks at most once in so many milliseconds, however many want to know; a failure is kept for nobody. */
export function keptFor<T>(ms: number, clock: Clock, ask: () => Promise<T>): () => Promise<T> {
  let kept: { readonly at: number; readonly answer: Promise<T> } | null = null;
  return () => {
    const now = clock.now().getTime();
    if (kept !== null && Math.abs(now - kept.at) < ms) return kept.answer;
    const asked = { at: now, answer: ask() };
    kept = asked;
    asked.answer.catch(() => {
      if (kept === asked) kept = null;
    });
    return asked.answer;
  };
}
