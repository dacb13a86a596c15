import type { Clock } from './clock.ts';

/** The machine's time; the only place in the product that reads it. */
export const systemClock: Clock = { now: () => new Date() };
