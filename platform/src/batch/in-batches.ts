import { AsyncLocalStorage } from 'node:async_hooks';

/** How work of one kind is done for many callers at once. */
export interface Batching<Item, Result> {
  /** How many one batch holds at most. */
  readonly most: number;
  /** Answers each item at its place, or promises to; a batch that fails has failed for each of them. */
  run(items: readonly Item[]): Promise<readonly (Result | Promise<Result>)[]>;
  /** Items of one key never share a batch: the later one sees what the earlier one left behind. */
  keyOf?(item: Item): string;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result | Promise<Result>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does together what is asked for while earlier work of the kind is under way: round trips and commits are shared, and
 * nobody waits for a timer. An item is taken up after it was asked for, never answered from before (design 7).
 */
export function inBatches<Item, Result>({ most, run, keyOf }: Batching<Item, Result>): (item: Item) => Promise<Result> {
  // A batch belongs to nobody's unit of work, whoever asked first.
  const detached = AsyncLocalStorage.snapshot();
  let waiting: Waiting<Item, Result>[] = [];
  let isUnderWay = false;

  function nextBatch(): readonly Waiting<Item, Result>[] {
    const keys = new Set<string>();
    const [batch, rest]: [Waiting<Item, Result>[], Waiting<Item, Result>[]] = [[], []];
    for (const each of waiting) {
      const key = keyOf?.(each.item);
      const isIn = batch.length < most && (key === undefined || !keys.has(key));
      if (isIn && key !== undefined) keys.add(key);
      (isIn ? batch : rest).push(each);
    }
    waiting = rest;
    return batch;
  }
  async function answer(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      for (const [place, { resolve }] of batch.entries()) resolve(results[place] as Result | Promise<Result>);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  async function work(): Promise<void> {
    while (waiting.length > 0) await answer(nextBatch());
    isUnderWay = false;
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isUnderWay) return;
      isUnderWay = true;
      // What arrives in the same turn of the event loop comes along.
      setImmediate(() => detached(() => void work()));
    });
}
