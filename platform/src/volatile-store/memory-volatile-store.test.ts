import { describe, expect, it } from '@jest/globals';
import { AdjustableClock } from '../clock/adjustable-clock.ts';
import { memoryVolatileStore } from './memory-volatile-store.ts';
import { volatileStoreSuite } from './volatile-store.suite.ts';

describe('the volatile store in memory', () => {
  const clock = new AdjustableClock(new Date('2026-07-01T00:00:00Z'));
  const store = memoryVolatileStore({ clock });
  volatileStoreSuite({ store: () => store, second: () => store, pass: async (ms) => clock.advance(ms) });

  it('keeps a value up to, and not at, the end of its life (O7)', async () => {
    await store.set('edge', 'x', { ttlMs: 300_000 });
    clock.advance(299_999);
    expect(await store.get('edge')).toBe('x');
    clock.advance(1);
    expect(await store.get('edge')).toBeNull();
  });
});
