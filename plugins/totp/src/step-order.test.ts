import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openBench } from '@countersign/authenticator-kit/conformance';
import { findDevice } from './device-table.ts';
import { timeStep, totpAuthenticator } from './index.ts';
import { codeFor } from './test-device.ts';
import { totpFixtures } from './test-fixtures.ts';

/** Time passes or goes back, and the device's code of some step near now is typed. */
const move = fc.record({ seconds: fc.integer({ min: -45, max: 90 }), offset: fc.integer({ min: -4, max: 4 }) });

describe('accepted steps', () => {
  it('rise strictly and lie within one step of now and the learned drift, whatever the clock and the person do (O2)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 40 }), async (moves) => {
        const bench = await openBench(totpAuthenticator());
        await totpFixtures.enrol(bench, bench.subject);
        const standing = async () => {
          const device = await bench.ports.tables.read((tx) => findDevice(tx, bench.subject.profileUuid));
          if (device === null) throw new Error('no device');
          return device;
        };
        const { sealedSecret } = await standing();
        const key = bench.ports.secrets.open(sealedSecret, `totp-device:${bench.subject.profileUuid}`);
        let last = -Infinity;
        for (const { seconds, offset } of moves) {
          bench.ports.clock.advance(seconds * 1_000);
          const { drift } = await standing();
          expect(Math.abs(drift.steps)).toBeLessThanOrEqual(1);
          const now = bench.ports.clock.now();
          const step = timeStep(now) + offset;
          const verdict = await bench.authenticator.verify(bench.flow(), bench.subject, {
            code: codeFor(key, new Date(step * 30_000)),
          });
          const near = Math.abs(offset - drift.steps) <= 1;
          const accepted = await bench.consume(verdict);
          if (accepted) {
            expect(near).toBe(true);
            expect(step).toBeGreaterThan(last);
            last = step;
          } else if (last !== -Infinity) expect(step <= last || !near).toBe(true);
          if (!accepted) expect((await standing()).drift).toEqual(drift);
        }
        await bench.close();
      }),
      { numRuns: 60 },
    );
  });
});
