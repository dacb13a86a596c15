import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { within } from './within.ts';

/** Keeps this process from looking at anything, as a flood of requests does. */
function standStill(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until;);
}

describe('the time that a plugin has', () => {
  it('is what it takes when it answers, and ends when it does not', async () => {
    expect(await within(60_000, async () => 'answered')).toBe('answered');
    await expect(within(20, () => new Promise(() => undefined))).rejects.toThrow('no answer within 20 ms');
  });

  it('does not run while this process itself stands still: an answer that waits unread is no silence', async () => {
    const answer = within(1_000, async () => {
      const read = readFile(import.meta.filename, 'utf8');
      standStill(1_200);
      return (await read).length;
    });
    expect(await answer).toBeGreaterThan(0);
  });
});
