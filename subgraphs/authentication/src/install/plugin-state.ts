/**
 * Where an installed plugin stands (domain 8, W21 h). OFFERED: loaded, and the phase in force takes it. DRAINING: no flow may
 * begin with it, those begun before go on. RETIRED: no flow may use it, it is being stopped. UNLOADED: nothing of it runs.
 */
export type PluginState = 'OFFERED' | 'DRAINING' | 'RETIRED' | 'UNLOADED';

/** What decides where a plugin goes next. */
export interface Occasion {
  /** The phase in force takes it. */
  readonly serves: boolean;
  /** The phase in force cuts it off: nothing drains. */
  readonly cutOff: boolean;
  /** How long it has been draining; 0 when it is not. */
  readonly drainedForMs: number;
  readonly drainMs: number;
}

/** The state that a plugin should be in now: pure, so that every way through can be tried. Only loading leads back to OFFERED. */
export function nextState(state: PluginState, { serves, cutOff, drainedForMs, drainMs }: Occasion): PluginState {
  if (serves) return 'OFFERED';
  if (state === 'OFFERED') return cutOff ? 'RETIRED' : 'DRAINING';
  if (state === 'DRAINING') return cutOff || drainedForMs > drainMs ? 'RETIRED' : 'DRAINING';
  return state;
}
