/** The one source of "now" in the agent. */
export interface Clock {
  now(): Date;
}

/** The PC's time; only whether a statement has run out is judged by it, and the server judges that again. */
export const systemClock: Clock = { now: () => new Date() };
