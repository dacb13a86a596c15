/** Seconds of one time step, unless a token was delivered with another (O1). */
export const PERIOD_SECONDS = 30;

/** The time step that an instant falls into (RFC 6238 4.2, T0 = 0). */
export function timeStep(at: Date, periodSeconds: number = PERIOD_SECONDS): number {
  return Math.floor(at.getTime() / (periodSeconds * 1_000));
}
