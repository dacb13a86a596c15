import type { Ports } from '@countersign/authenticator-kit';
import { type CodeShape, oneTimePassword } from '@countersign/oath';

/** What a code is compared with: the key, how codes are made from it, and which counters. */
export interface Stretch {
  readonly secret: Uint8Array;
  readonly shape: CodeShape;
  readonly from: number;
  readonly count: number;
}

/**
 * The lowest counter of a stretch whose code equals this one, or null. Always computes all of them and compares in
 * constant time. A stretch may begin below nought: such counters cost the same and match nothing.
 */
export function matchingCounter(
  { secret, shape, from, count }: Stretch,
  code: string,
  equal: Ports['secrets']['equal'],
): number | null {
  let matching: number | null = null;
  for (let counter = from; counter < from + count; counter += 1) {
    const matches = equal(oneTimePassword({ secret, counter: Math.max(0, counter), ...shape }), code);
    if (matches && counter >= 0) matching ??= counter;
  }
  return matching;
}
