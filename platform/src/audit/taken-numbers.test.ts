import { describe, expect, it } from '@jest/globals';
import { TakenNumbers } from './taken-numbers.ts';

function gapsOf(...numbers: readonly number[]) {
  const taken = new TakenNumbers();
  for (const number of numbers) taken.take(number);
  return taken.gaps().map(({ first, last }) => [first, last]);
}

describe('taken numbers', () => {
  it('leave gaps between the lowest and the highest, in whatever order and however often they come', () => {
    expect(gapsOf()).toEqual([]);
    expect(gapsOf(4)).toEqual([]);
    expect(gapsOf(3, 4, 5)).toEqual([]);
    expect(gapsOf(1, 3, 2, 4)).toEqual([]);
    expect(gapsOf(9, 1, 5, 5, 2, 8)).toEqual([
      [3, 4],
      [6, 7],
    ]);
    expect(gapsOf(5, 1, 3)).toEqual([
      [2, 2],
      [4, 4],
    ]);
    expect(gapsOf(5, 4, 1, 2, 3, 3)).toEqual([]);
  });
});
