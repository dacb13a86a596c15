import { describe, expect, it } from '@jest/globals';
import { PatienceEnded, within } from './within.ts';

const never = new Promise<never>(() => undefined);

describe('waiting within a time', () => {
  it('passes on what comes in time, good or bad', async () => {
    expect(await within(1_000, 'It', Promise.resolve('yes'))).toBe('yes');
    await expect(within(1_000, 'It', Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('ends when nothing comes', async () => {
    await expect(within(10, 'It', never)).rejects.toThrow(new PatienceEnded('It', 10));
  });

  it('hands a late value to whoever must give it back', async () => {
    const coming = Promise.withResolvers<string>();
    const late = Promise.withResolvers<string>();
    await expect(within(10, 'It', coming.promise, late.resolve)).rejects.toBeInstanceOf(PatienceEnded);
    coming.resolve('connection');
    expect(await late.promise).toBe('connection');
  });

  it('does not blame the other side for the time this process was blocked', async () => {
    const coming = Promise.withResolvers<string>();
    const answer = within(20, 'It', coming.promise);
    setTimeout(() => coming.resolve('in time'), 15);
    const begin = performance.now();
    while (performance.now() - begin < 100);
    expect(await answer).toBe('in time');
  });
});
