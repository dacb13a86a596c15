import { describe, expect, it } from '@jest/globals';
import type { Phase } from '@countersign/authenticator-kit';
import { createLogger } from '@countersign/platform';
import { until } from '../testing/until.ts';
import { phaseWatch } from './phase-watch.ts';

function watched(everyMs = 1) {
  const seen: string[] = [];
  const state = { phase: 'PARALLEL' as Phase | Error, followed: '', changes: 0, looks: 0, endings: 0 };
  const watch = phaseWatch({
    phase: async () => {
      state.looks += 1;
      if (state.phase instanceof Error) throw state.phase;
      return state.phase;
    },
    follow: async (phase) => {
      seen.push(`follow ${phase}`);
      if (phase !== state.followed) state.changes += 1;
      state.followed = phase;
      return state.changes;
    },
    changed: async (phase) => {
      seen.push(`changed ${phase}`);
      state.endings += 1;
      if (state.endings === 1) throw new Error('the database is away');
    },
    everyMs,
    logger: createLogger({ level: 'silent', part: 'authentication' }),
  });
  return { watch, seen, state };
}

describe('the watch over the phase', () => {
  it('follows when nobody asks for anything, and tells a change until it was acted on', async () => {
    const { watch, seen, state } = watched();
    watch.start();
    await until(() => state.endings === 2);
    state.phase = 'END';
    await until(() => state.endings === 3);
    await until(() => seen.at(-1) === 'follow END' && seen.length > 8);
    await watch.stop();
    expect(seen.filter((one) => one.startsWith('changed'))).toEqual([
      'changed PARALLEL',
      'changed PARALLEL',
      'changed END',
    ]);
  });

  it('tells of a change that came and went between two looks', async () => {
    const { watch, seen, state } = watched();
    state.endings = 1;
    watch.start();
    await until(() => state.endings === 2);
    state.changes += 2;
    await until(() => state.endings === 3);
    await watch.stop();
    expect(seen.filter((one) => one.startsWith('changed'))).toEqual(['changed PARALLEL', 'changed PARALLEL']);
  });

  it('tells nothing while the phase cannot be read, and goes on afterwards', async () => {
    const { watch, seen, state } = watched();
    state.phase = new Error('out of reach');
    watch.start();
    await until(() => state.looks > 3);
    expect(seen).toEqual([]);
    state.phase = 'END';
    await until(() => seen.includes('follow END'));
    await watch.stop();
  });

  it('stops at once in the middle of a rest', async () => {
    const { watch, seen } = watched(3_600_000);
    watch.start();
    await until(() => seen.length > 0);
    await watch.stop();
    const then = seen.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toHaveLength(then);
  });
});
