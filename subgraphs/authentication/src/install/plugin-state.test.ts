import { describe, expect, it } from '@jest/globals';
import { type PluginState, nextState } from './plugin-state.ts';

const minute = 60_000;
const go = (state: PluginState, change: Partial<Parameters<typeof nextState>[1]> = {}) =>
  nextState(state, { serves: false, cutOff: false, drainedForMs: 0, drainMs: 5 * minute, ...change });

describe('where a plugin stands', () => {
  it('is offered from any state once the phase takes it', () => {
    for (const state of ['OFFERED', 'DRAINING', 'RETIRED', 'UNLOADED'] as const)
      expect(go(state, { serves: true })).toBe('OFFERED');
  });
  it('drains for as long as a flow keeps its phase, then retires', () => {
    expect(go('OFFERED')).toBe('DRAINING');
    expect(go('DRAINING', { drainedForMs: 5 * minute })).toBe('DRAINING');
    expect(go('DRAINING', { drainedForMs: 5 * minute + 1 })).toBe('RETIRED');
  });
  it('does not drain when the phase cuts it off', () => {
    expect(go('OFFERED', { cutOff: true })).toBe('RETIRED');
    expect(go('DRAINING', { cutOff: true })).toBe('RETIRED');
  });
  it('stays away until it is wanted', () => {
    for (const state of ['RETIRED', 'UNLOADED'] as const) expect(go(state, { cutOff: true })).toBe(state);
  });
});
