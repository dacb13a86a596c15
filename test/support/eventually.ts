import { setTimeout as pause } from 'node:timers/promises';

/** Asks until there is an answer, for what happens in another program; fails naming what was awaited. */
export async function eventually<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  awaited: string,
  { withinMs = 20_000, everyMs = 20 }: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for ${awaited}.`);
    await pause(everyMs);
  }
}
