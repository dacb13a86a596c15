import { describe, expect, it } from '@jest/globals';
import { inBatches } from './in-batches.ts';

function recorded(options: { readonly most: number; readonly keyOf?: (item: string) => string }) {
  const batches: (readonly string[])[] = [];
  const gates: (() => void)[] = [];
  const ask = inBatches<string, string>({
    ...options,
    async run(items) {
      batches.push(items);
      await new Promise<void>((open) => gates.push(open));
      if (items.includes('bad')) throw new Error('refused');
      return items.map((item) => item.toUpperCase());
    },
  });
  const turn = () => new Promise<void>((done) => setImmediate(() => setImmediate(done)));
  return {
    ask,
    batches,
    turn,
    async open() {
      gates.shift()?.();
      await turn();
    },
  };
}

describe('work in batches', () => {
  it('takes along what is asked in the same turn, and answers each at its place', async () => {
    const { ask, batches, turn, open } = recorded({ most: 10 });
    const answers = Promise.all([ask('a'), ask('b')]);
    await turn();
    expect(batches).toEqual([['a', 'b']]);
    await open();
    expect(await answers).toEqual(['A', 'B']);
  });

  it('never answers a question from a batch that began before it was asked', async () => {
    const { ask, batches, turn, open } = recorded({ most: 10 });
    const first = ask('a');
    await turn();
    const second = ask('a');
    await turn();
    expect(batches).toEqual([['a']]);
    await open();
    expect(batches).toEqual([['a'], ['a']]);
    await open();
    expect(await Promise.all([first, second])).toEqual(['A', 'A']);
  });

  it('holds no more than it may, and no two of one key', async () => {
    const { ask, batches, turn, open } = recorded({ most: 2, keyOf: (item) => item.slice(0, 1) });
    const answers = Promise.all(['a1', 'a2', 'b1', 'c1'].map(ask));
    await turn();
    expect(batches).toEqual([['a1', 'b1']]);
    await open();
    expect(batches.at(-1)).toEqual(['a2', 'c1']);
    await open();
    expect(await answers).toEqual(['A1', 'A2', 'B1', 'C1']);
  });

  it('fails for each of a batch, and goes on with the next', async () => {
    const { ask, turn, open } = recorded({ most: 2 });
    const failing = Promise.allSettled([ask('bad'), ask('b')]);
    await turn();
    await open();
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = ask('c');
    await turn();
    await open();
    expect(await next).toBe('C');
  });
});
