import type { Ports } from '@countersign/authenticator-kit';
import { type CodeShape, oneTimePassword } from '@countersign/oath';

/** Steps allowed to each side of the middle: the phone may be half a minute early or late (O2, NIST 800-63B 3.1.4.2). */
const SIDE_STEPS = 1;

/** What a code is compared with: the key, how codes are made from it, and the step in the middle of the window. */
export interface Window {
  readonly secret: Uint8Array;
  readonly shape: CodeShape;
  readonly middle: number;
}

/**
 * The newest of the three steps of the window whose code equals this one, or null. Always computes all three and compares
 * in constant time, so neither the time nor the order tells which one was close. Being stateless it proves nothing by
 * itself: the step must still be spent (O2).
 */
export function matchingStep(
  { secret, shape, middle }: Window,
  code: string,
  equal: Ports['secrets']['equal'],
): number | null {
  let matching: number | null = null;
  for (let step = Math.max(0, middle - SIDE_STEPS); step <= middle + SIDE_STEPS; step += 1) {
    if (equal(oneTimePassword({ secret, counter: step, ...shape }), code)) matching = step;
  }
  return matching;
}
