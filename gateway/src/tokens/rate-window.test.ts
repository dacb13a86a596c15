import { describe, expect, it } from '@jest/globals';
import { AdjustableClock } from '@countersign/platform';
import { rateWindow } from './rate-window.ts';

describe('a window of a minute', () => {
  const clock = new AdjustableClock(new Date('2026-11-23T02:00:00.000Z'));

  it('has so many places for each name, and all of them again in the next', () => {
    const window = rateWindow(3, clock);
    expect(Array.from({ length: 5 }, () => window.take('one'))).toEqual([true, true, true, false, false]);
    expect([window.hasRoom('one'), window.hasRoom('other'), window.take('other')]).toEqual([false, true, true]);
    clock.advance(60_000);
    expect([window.hasRoom('one'), window.take('one')]).toEqual([true, true]);
  });

  it('holds no more names than it has room for', () => {
    const window = rateWindow(1, clock);
    for (let each = 0; each < 50_000; each += 1) window.take(`name-${each}`);
    expect([window.take('late'), window.take('name-1')]).toEqual([false, false]);
    clock.advance(60_000);
    expect(window.take('late')).toBe(true);
  });
});
