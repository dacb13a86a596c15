/** By how many steps a device's clock is ahead of time, as its accepted codes have shown. */
export interface Drift {
  readonly steps: number;
  /** Accepted codes in a row that lay one step to the same side of the middle: negative for behind. */
  readonly lean: number;
  /** How far `steps` may go to either side. */
  readonly bound: number;
}

/** Accepted codes in a row on one side before the window follows them. */
const LEANING = 3;

/**
 * With the bound of a phone the present step is always inside the window: a phone whose clock is put right again is
 * accepted at once and unlearns what it taught. A token's clock does not jump, so it may be followed further.
 */
export const driftBounds = { phone: 1, token: 2 } as const;

/** No drift known. */
export const noDrift: Drift = { steps: 0, lean: 0, bound: driftBounds.phone };

/** What one more accepted code teaches; `offset` is its distance from the middle of the window (RFC 6238 6). */
export function learnDrift(drift: Drift, offset: number): Drift {
  const lean = Math.sign(offset) === Math.sign(drift.lean) ? drift.lean + offset : offset;
  if (Math.abs(lean) < LEANING) return { ...drift, lean };
  return { ...drift, steps: within(drift.steps + Math.sign(offset), drift.bound), lean: 0 };
}

/** A drift that a token was delivered with, as far as it may be believed. */
export function within(steps: number, bound: number): number {
  return Math.max(-bound, Math.min(bound, steps));
}
