import type { Ports } from '@countersign/authenticator-kit';
import { oneTimePassword } from './one-time-password.ts';

/** Steps of drift allowed each way: the phone may be half a minute early or late (O2, NIST 800-63B 3.1.4.2). */
const DRIFT_STEPS = 1;

/**
 * The newest of T-1, T and T+1 whose code equals this one, or null. Always computes all three and compares in constant
 * time, so neither the time nor the order tells which one was close. Being stateless it proves nothing by itself: the
 * step must still be spent (O2).
 */
export function matchingStep(
  secret: Uint8Array,
  code: string,
  now: number,
  equal: Ports['secrets']['equal'],
): number | null {
  let matching: number | null = null;
  for (let step = Math.max(0, now - DRIFT_STEPS); step <= now + DRIFT_STEPS; step += 1) {
    if (equal(oneTimePassword({ secret, counter: step }), code)) matching = step;
  }
  return matching;
}
