import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openBench } from '@countersign/authenticator-kit/conformance';
import { timeStep, totpAuthenticator } from './index.ts';
import { codeFor } from './test-device.ts';
import { totpFixtures } from './test-fixtures.ts';

/** Time passes or goes back, and the device's code of some step near now is typed. */
const move = fc.record({ seconds: fc.integer({ min: -45, max: 90 }), offset: fc.integer({ min: -3, max: 3 }) });

describe('accepted steps', () => {
  it('rise strictly and lie within one step of now, whatever the clock and the person do (O2)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 40 }), async (moves) => {
        const bench = await openBench(totpAuthenticator());
        await totpFixtures.enrol(bench, bench.subject);
        const key = await keyBehind(bench);
        let last = -Infinity;
        for (const { seconds, offset } of moves) {
          bench.ports.clock.advance(seconds * 1_000);
          const now = bench.ports.clock.now();
          const step = timeStep(now) + offset;
          const verdict = await bench.authenticator.verify(bench.flow(), bench.subject, {
            code: codeFor(key, new Date(step * 30_000)),
          });
          const accepted = await bench.consume(verdict);
          if (accepted) {
            expect(Math.abs(offset)).toBeLessThanOrEqual(1);
            expect(step).toBeGreaterThan(last);
            last = step;
          } else if (last !== -Infinity) expect(step <= last || Math.abs(offset) > 1).toBe(true);
        }
        await bench.close();
      }),
      { numRuns: 60 },
    );
  });
});

/** The key as sealed in the table, opened by the bench's own secrets. */
async function keyBehind(bench: Awaited<ReturnType<typeof openBench>>): Promise<Uint8Array> {
  const rows = await bench.ports.tables.read((tx) =>
    tx.query<{ sealed_secret: string }>('SELECT sealed_secret FROM authenticator_totp_device', []),
  );
  return bench.ports.secrets.open(String(rows[0]?.sealed_secret), `totp-device:${bench.subject.profileUuid}`);
}
