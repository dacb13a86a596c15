import { describe, expect, it } from '@jest/globals';
import { wakeablePause } from './wakeable-pause.ts';

describe('a pause that can be woken', () => {
  it('ends by itself', async () => {
    await expect(wakeablePause().rest(1)).resolves.toBeUndefined();
  });
  it('ends at once when it is woken, and can rest again', async () => {
    const pause = wakeablePause();
    for (let round = 0; round < 3; round += 1) {
      const resting = pause.rest(3_600_000);
      pause.wake();
      await resting;
    }
    pause.wake();
  });
});
