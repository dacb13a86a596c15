import { describe, expect, it } from '@jest/globals';
import { newId } from '../secrets/new-id.ts';
import type { VolatileStore } from './volatile-store.ts';

const CALLERS = 16;
const LONG = { ttlMs: 600_000 };
const SHORT = { ttlMs: 40_000 };

function callers<T>(work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: CALLERS }, (_, index) => work(index)));
}

/** What every volatile store must do. `second` is another client of the same state, `pass` takes that much from every life in it. */
export function volatileStoreSuite(part: {
  readonly store: () => VolatileStore;
  readonly second: () => VolatileStore;
  readonly pass: (ms: number) => Promise<void>;
}): void {
  const key = (): string => `{test:${newId()}}:state`;

  describe('keeps values for a while', () => {
    it('gives what was set, to every client, until it is deleted', async () => {
      const name = key();
      expect(await part.store().get(name)).toBeNull();
      await part.store().set(name, 'one', LONG);
      expect(await part.second().get(name)).toBe('one');
      await part.second().delete(name);
      expect(await part.store().get(name)).toBeNull();
    });

    it('forgets a value when its life is over, however it was written', async () => {
      const names = [key(), key(), key()] as const;
      await part.store().set(names[0], 'x', SHORT);
      await part.store().setIfAbsent(names[1], 'x', SHORT);
      await part.store().set(names[2], 'x', LONG);
      await part.store().replaceIfEqual(names[2], 'x', 'y', SHORT);
      await part.pass(60_000);
      expect(await Promise.all(names.map((name) => part.store().get(name)))).toEqual([null, null, null]);
    });

    it('keeps text of any language and length exactly', async () => {
      const name = key();
      const text = `香港 \u0000 "quoted"\n${'x'.repeat(100_000)}`;
      await part.store().set(name, text, LONG);
      expect(await part.store().take(name)).toBe(text);
    });
  });

  describe('decides races', () => {
    it('lets exactly one of 16 callers set an absent key', async () => {
      const name = key();
      const won = await callers((index) =>
        (index % 2 ? part.store() : part.second()).setIfAbsent(name, `${index}`, LONG),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await part.store().get(name)).toBe(`${won.indexOf(true)}`);
    });

    it('lets exactly one of 16 callers replace the value they all saw', async () => {
      const name = key();
      await part.store().set(name, 'start', LONG);
      const won = await callers((index) =>
        (index % 2 ? part.store() : part.second()).replaceIfEqual(name, 'start', `${index}`, LONG),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it('lets exactly one of 16 callers take a value', async () => {
      const name = key();
      await part.store().set(name, 'prize', LONG);
      const got = await callers((index) => (index % 2 ? part.store() : part.second()).take(name));
      expect(got.filter((value) => value === 'prize')).toHaveLength(1);
    });

    it('replaces nothing that is absent or different', async () => {
      const name = key();
      expect(await part.store().replaceIfEqual(name, '', 'x', LONG)).toBe(false);
      await part.store().set(name, 'a', LONG);
      expect(await part.store().replaceIfEqual(name, 'b', 'x', LONG)).toBe(false);
      expect(await part.store().get(name)).toBe('a');
    });
  });

  describe('counts within a window', () => {
    it('allows exactly the limit of 16 callers, and counts nothing above it (O3)', async () => {
      const name = key();
      const window = { limit: 5, windowMs: 60_000 };
      const taken = await callers((index) => (index % 2 ? part.store() : part.second()).countUp(name, window));
      expect(taken.filter((one) => one.allowed)).toHaveLength(5);
      expect(await part.store().countUp(name, window)).toMatchObject({ allowed: false, count: 5 });
    });

    it('begins anew when the window is over, which later units do not push back', async () => {
      const name = key();
      const window = { limit: 1, windowMs: 80_000 };
      const first = await part.store().countUp(name, window);
      expect(first).toMatchObject({ allowed: true, count: 1 });
      expect(first.resetsInMs).toBeGreaterThan(0);
      expect(first.resetsInMs).toBeLessThanOrEqual(80_000);
      await part.pass(50_000);
      const refused = await part.store().countUp(name, window);
      expect(refused).toMatchObject({ allowed: false, count: 1 });
      expect(refused.resetsInMs).toBeLessThanOrEqual(30_000);
      await part.pass(50_000);
      expect(await part.store().countUp(name, window)).toMatchObject({ allowed: true, count: 1 });
    });

    it('allows exactly the limit of 1,000 callers who all ask at once (O3)', async () => {
      const name = key();
      const window = { limit: 20, windowMs: 60_000 };
      const asked = Array.from({ length: 1_000 }, (_, index) =>
        (index % 2 ? part.store() : part.second()).countUp(name, window),
      );
      expect((await Promise.all(asked)).filter((one) => one.allowed)).toHaveLength(20);
    });

    it('takes units back while the window runs, one for one, and never makes room beyond the limit', async () => {
      const name = key();
      const window = { limit: 5, windowMs: 80_000 };
      await callers(() => part.store().countUp(name, window));
      await callers((index) => (index < 3 ? part.second().giveBack(name) : Promise.resolve()));
      const again = await callers((index) => (index % 2 ? part.store() : part.second()).countUp(name, window));
      expect(again.filter((one) => one.allowed)).toHaveLength(3);
      await callers(() => part.store().giveBack(name));
      expect(await part.store().countUp(name, window)).toMatchObject({ allowed: true, count: 1 });
    });

    it('does not prolong a window, nor begin one, by what comes back', async () => {
      const name = key();
      const window = { limit: 2, windowMs: 80_000 };
      await part.store().giveBack(name);
      expect(await part.store().countUp(name, window)).toMatchObject({ allowed: true, count: 1 });
      await part.pass(50_000);
      await part.store().giveBack(name);
      const taken = await part.store().countUp(name, window);
      expect(taken).toMatchObject({ allowed: true, count: 1 });
      expect(taken.resetsInMs).toBeLessThanOrEqual(30_000);
      await part.pass(50_000);
      await part.store().giveBack(name);
      expect(await part.store().countUp(name, window)).toMatchObject({ allowed: true, count: 1 });
    });

    it('can be cleared', async () => {
      const name = key();
      await part.store().countUp(name, { limit: 1, windowMs: 60_000 });
      await part.store().delete(name);
      expect(await part.store().countUp(name, { limit: 1, windowMs: 60_000 })).toMatchObject({ allowed: true });
    });
  });

  it('answers a ping', async () => {
    await expect(part.store().ping()).resolves.toBeUndefined();
  });
}
