import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AdjustableClock } from './adjustable-clock.ts';
import { fileClock } from './file-clock.ts';
import { systemClock } from './system-clock.ts';

const near = (clock: { now(): Date }, offset: number): void => {
  expect(Math.abs(clock.now().getTime() - systemClock.now().getTime() - offset)).toBeLessThan(1_000);
};

describe('clocks', () => {
  it('an adjustable clock stands still until it is moved, and nobody can move it through a date it gave', () => {
    const clock = new AdjustableClock(new Date('2026-06-30T16:00:00Z'));
    clock.now().setFullYear(1999);
    expect(clock.now().toISOString()).toBe('2026-06-30T16:00:00.000Z');
    clock.advance(1_500);
    expect(clock.now().toISOString()).toBe('2026-06-30T16:00:01.500Z');
    clock.set(new Date('2026-01-01T00:00:00Z'));
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });

  it('a file clock follows its file at each call, and is the system clock without one', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'countersign-'));
    const path = join(directory, 'offset');
    const clock = fileClock(path);
    near(clock, 0);
    await writeFile(path, '86400000\n');
    near(clock, 86_400_000);
    await writeFile(path, '-5000');
    near(clock, -5_000);
    await writeFile(path, 'tomorrow');
    expect(() => clock.now()).toThrow('whole number of milliseconds');
    await rm(directory, { recursive: true });
  });
});
