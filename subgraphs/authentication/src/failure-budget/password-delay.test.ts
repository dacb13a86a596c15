import { describe, expect, it } from '@jest/globals';
import { defaultPolicy } from '../policy.ts';
import { passwordDelay } from './password-delay.ts';

describe('the delay after wrong passwords', () => {
  const rule = { withoutDelay: defaultPolicy.passwordFailuresWithoutDelay, ...defaultPolicy.passwordDelayMs };
  it('starts at the fifth and doubles up to an hour (L2)', () => {
    const minutes = [1, 4, 5, 6, 7, 11, 12, 99].map((failures) => passwordDelay(failures, rule) / 60_000);
    expect(minutes).toEqual([0, 0, 0.5, 1, 2, 32, 60, 60]);
  });
});
