import { describe, expect, it } from '@jest/globals';
import { AdjustableClock } from '@countersign/platform';
import { authenticatorApp, keyOf } from './authenticator-app.ts';

const otpauthUri = 'otpauth://totp/CCMS:HKABC101?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=CCMS';

describe('authenticator app of the walkthrough', () => {
  it('reads the key of RFC 6238 Appendix B from its URI', () => {
    expect(Buffer.from(keyOf(otpauthUri)).toString()).toBe('12345678901234567890');
  });

  it('shows the code of the present step, and waits for the next one instead of showing it again', async () => {
    const clock = new AdjustableClock(new Date(59_000));
    const used: number[] = [];
    const waits: number[] = [];
    const app = authenticatorApp({
      otpauthUri,
      clock,
      lastStep: 0,
      used: (step) => used.push(step),
      waiting: (seconds) => {
        waits.push(seconds);
        clock.advance(1_000);
      },
    });
    expect(await app.freshCode()).toBe('287082');
    await app.freshCode();
    expect(used).toEqual([1, 2]);
    expect(waits).toEqual([1]);
  });
});
